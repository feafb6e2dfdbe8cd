"""Who may do what to documents, tasks and figures; reading is a matter of each queryset's `visible_to`."""

import rules

from tasks.models import Allocation, Assignment, Document, Target, Task


def _region(thing) -> str:
    """Code of the region whose office is in charge of the thing."""
    if isinstance(thing, Document):
        return thing.region_id
    if isinstance(thing, Task | Target):
        return thing.document.region_id
    return thing.task.document.region_id


@rules.predicate
def is_office_somewhere(user, _thing):
    return bool(user.regions_as("office"))


@rules.predicate
def is_office(user, thing):
    return _region(thing) in user.regions_as("office")


@rules.predicate
def is_leader(user, thing):
    return _region(thing) in user.regions_as("leader")


@rules.predicate
def oversees(user, thing):
    return user.is_superuser or _region(thing) in user.overseen_regions


def departments_of(user, task: Task) -> list[int]:
    """Ids of the user's departments that answer for the task: itself, in a group or by a share."""
    named = Assignment.objects.filter(task=task)
    own = set(named.filter(department__in=user.department_ids).values_list("department", flat=True))
    grouped = named.filter(group__members__in=user.department_ids)
    own |= set(grouped.values_list("group__members", flat=True)) & set(user.department_ids)
    shares = Allocation.objects.filter(target__task=task, department__in=user.department_ids)
    return sorted(own | set(shares.values_list("department", flat=True)))


@rules.predicate
def answers_for(user, task):
    return task.document.state == Document.State.PUBLISHED and bool(departments_of(user, task))


rules.add_rule("import_document", is_office_somewhere)
rules.add_rule("change_document", is_office)
rules.add_rule("allocate_target", is_office)
rules.add_rule("close_task", is_office)
rules.add_rule("log_progress", answers_for)
rules.add_rule("give_instruction", is_leader)
rules.add_rule("oversee", oversees)
