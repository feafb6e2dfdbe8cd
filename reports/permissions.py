"""Who may do what to cycles and submissions; reading is a matter of each queryset's `visible_to`."""

import rules

from reports.models import ReportingCycle


def _region(thing) -> str:
    cycle = thing if isinstance(thing, ReportingCycle) else thing.cycle
    return cycle.document.region_id


@rules.predicate
def is_own(user, submission):
    return submission.department_id in user.department_ids


@rules.predicate
def is_office(user, thing):
    return _region(thing) in user.regions_as("office")


@rules.predicate
def oversees(user, thing):
    return user.is_superuser or _region(thing) in user.overseen_regions


rules.add_rule("write_submission", is_own)
rules.add_rule("review_submission", is_office)
rules.add_rule("grant_extension", is_office)
rules.add_rule("chase", is_office)
rules.add_rule("export_summary", oversees)
