"""What happens to a submission: it is written, handed in, returned or accepted, and its due day may move.

Each step refuses the wrong state, changes the row only if it is still as the caller saw it, records an event
and plans what its unit is to be told, all in one transaction: of two who act at once, one is refused.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import deadlines
from reports.models import Submission, SubmissionEvent
from reports.reminders import plan_again, plan_notice
from reports.wording import day_words
from urbanplan.refusal import Refusal

State = Submission.State
Action = SubmissionEvent.Action
EDITABLE = (State.DRAFT, State.RETURNED)


class Conflict(Exception):
    """The row was changed since the version that was edited, or handed in; `stored` is how it is now.

    The caller still has its own words and shows both.
    """

    def __init__(self, stored: Submission):
        super().__init__(stored)
        self.stored = stored


def save_draft(*, submission: Submission, texts: Mapping[str, str], version: int, by) -> Submission:
    """Stores the words of the cycle's parts; parts that are not given keep theirs.

    Saving what is already stored changes nothing, on whatever version.
    """
    submission.refresh_from_db()
    merged = _merged(submission, texts)
    if merged == _merged(submission, {}):
        return submission
    still = Submission.objects.filter(pk=submission.pk, version=version, state__in=EDITABLE)
    # Once a person has written on it, a report is sample data no more and is not taken away as such.
    changes = {"texts": merged, "saved_at": timezone.now(), "saved_by": by, "sample": False}
    saved = still.update(version=F("version") + 1, **changes)
    submission.refresh_from_db()
    if not saved:
        raise Conflict(submission)
    return submission


def _merged(submission: Submission, texts: Mapping[str, str]) -> dict[str, str]:
    both = {**submission.texts, **texts}
    return {part: both.get(part, "").replace("\r\n", "\n") for part in submission.cycle.sections}


def empty_parts(submission: Submission) -> list[str]:
    """The parts of the report that have no words yet."""
    return [part for part in submission.cycle.sections if not submission.texts.get(part, "").strip()]


@transaction.atomic
def submit_report(*, submission: Submission, version: int, by) -> None:
    """Hands in the report. The first part must have words; other empty ones are shown as 无 (none)."""
    first = submission.cycle.sections[0]
    if not submission.texts.get(first, "").strip():
        raise Refusal(_("“%(part)s” is empty. Write it before you hand in the report.") % {"part": first})
    now = timezone.now()
    _advance(
        submission,
        version,
        EDITABLE,
        state=State.SUBMITTED,
        submitted_at=now,
        submitted_by=by,
        decided_at=None,
        decided_by=None,
        comment="",
        extension_asked=None,
        extension_reason="",
    )
    _record(submission, Action.SUBMITTED, by, texts=submission.texts)


@transaction.atomic
def accept_submission(*, submission: Submission, version: int, by, comment: str = "") -> None:
    _decide(submission, version, State.ACCEPTED, by, comment)
    _record(submission, Action.ACCEPTED, by, comment, texts=submission.texts)


@transaction.atomic
def return_submission(
    *, submission: Submission, version: int, comment: str, by, again_by: date | None = None
) -> None:
    """Gives the report back to its unit, which is told why; `again_by` moves the due day for it."""
    if not comment.strip():
        raise Refusal(_("Say why the report is returned."))
    _decide(submission, version, State.RETURNED, by, comment)
    event = _record(submission, Action.RETURNED, by, comment, texts=submission.texts)
    plan_notice(event)
    if again_by and again_by > submission.due:
        _extend(submission, again_by, by, comment="")


def _decide(submission: Submission, version: int, state: str, by, comment: str) -> None:
    changes = {"state": state, "decided_at": timezone.now(), "decided_by": by, "comment": comment}
    _advance(submission, version, [State.SUBMITTED], **changes)


def _advance(submission: Submission, version: int, expected, **changes) -> None:
    """The step itself, if the row is still as the caller saw it."""
    still = Submission.objects.filter(pk=submission.pk, version=version, state__in=expected)
    done = still.update(version=F("version") + 1, **changes)
    submission.refresh_from_db()
    if not done:
        raise Refusal(
            _("This report was changed in the meantime (it is now “%(state)s”). Look at it again first.")
            % {"state": submission.get_state_display()}
        )


def _record(submission: Submission, action: str, by, comment: str = "", texts=None) -> SubmissionEvent:
    return submission.events.create(
        action=action, by=by, at=timezone.now(), comment=comment, texts=texts or {}
    )


@transaction.atomic
def ask_extension(*, submission: Submission, until: date, reason: str, by) -> None:
    if not reason.strip():
        raise Refusal(_("Say why more time is needed."))
    _require_later(submission, until)
    still = Submission.objects.filter(
        pk=submission.pk, state__in=EDITABLE, extension_asked__isnull=True, extended_to=submission.extended_to
    )
    if not still.update(extension_asked=until, extension_reason=reason):
        raise Refusal(
            _("More time cannot be asked for now: it has been asked for, or the report is handed in.")
        )
    submission.refresh_from_db()
    _record(submission, Action.EXTENSION_ASKED, by, _until(until, reason))


@transaction.atomic
def grant_extension(*, submission: Submission, until: date, by, comment: str = "") -> None:
    """Moves the due day, to the day that was asked for or to another."""
    _require_later(submission, until)
    _answer_extension(submission)
    _extend(submission, until, by, comment)


@transaction.atomic
def refuse_extension(*, submission: Submission, reason: str, by) -> None:
    if not reason.strip():
        raise Refusal(_("Say why the due day stays."))
    _answer_extension(submission)
    plan_notice(_record(submission, Action.EXTENSION_REFUSED, by, reason))


def _require_later(submission: Submission, until: date) -> None:
    if until <= submission.due:
        raise Refusal(_("The new day must be after %(due)s.") % {"due": day_words(submission.due)})
    if until < timezone.localdate():
        raise Refusal(_("The new day is already over."))


def _answer_extension(submission: Submission) -> None:
    asked = Submission.objects.filter(
        pk=submission.pk, state__in=EDITABLE, extension_asked=submission.extension_asked
    )
    if submission.extension_asked is None or not asked.update(extension_asked=None, extension_reason=""):
        raise Refusal(_("No extension is asked for any more."))
    submission.refresh_from_db()


def _extend(submission: Submission, until: date, by, comment: str) -> None:
    Submission.objects.filter(pk=submission.pk).update(extended_to=until)
    submission.refresh_from_db()
    plan_notice(_record(submission, Action.EXTENSION_GRANTED, by, _until(until, comment)))
    plan_again(submission, on=timezone.localdate())


def _until(day: date, words: str) -> str:
    until = _("until %(day)s") % {"day": day_words(day)}
    return _("%(what)s: %(words)s") % {"what": until, "words": words} if words.strip() else until


def is_late(submission: Submission, on: date) -> bool:
    """Whether it was handed in after its due day, or is still owed after it on the day asked."""
    if submission.is_editable:
        return on > submission.due
    return deadlines.is_late(submission.submitted_at, submission.due)


class Change(NamedTuple):
    """A part whose words differ between the last two times that the report was handed in."""

    part: str
    before: str
    after: str


def changes_since_last_time(submission: Submission) -> list[Change]:
    """What a unit changed after its report was returned; [] the first time."""
    handed_in = list(submission.events.filter(action=Action.SUBMITTED).order_by("-at", "-pk")[:2])
    if len(handed_in) < 2:
        return []
    after, before = (event.texts for event in handed_in)
    pairs = [Change(part, before.get(part, ""), after.get(part, "")) for part in submission.cycle.sections]
    return [change for change in pairs if change.before != change.after]
