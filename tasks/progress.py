"""What is reported on a task: an entry is logged once, never changed, and corrected by a later entry.

Who reports locks the task first: what was checked still holds when the entry is stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks import evidence
from tasks.figures import doubts
from tasks.models import (
    Allocation,
    Department,
    Document,
    Evidence,
    Instruction,
    ProgressEntry,
    Target,
    Task,
)
from tasks.permissions import departments_of
from urbanplan.refusal import Refusal

# Closing is the office's.
REPORTABLE = [(state.value, state.label) for state in Task.State if state != Task.State.CLOSED]
WORDS = ("narrative", "problem", "next_step")
# What an entry on a page shows of other rows.
SHOWN = ("department", "reporter", "target", "allocation__department", "project")
CONTENTS = ("reporter_id", "as_of", "value", "state", "corrects_id", *WORDS)


class Unconfirmed(Refusal):
    """The value looks like a slip of the pen; it is taken once the reporter says that it is right."""


class AlreadySent(Refusal):
    """The same page was sent before, with other contents."""


@dataclass(frozen=True)
class Reported:
    """One figure of a report; `confirmed` says that the reporter stands by a doubtful value."""

    target: Target
    value: Decimal
    as_of: date
    allocation: Allocation | None = None
    confirmed: bool = False


def log_progress(
    *,
    task: Task,
    department: Department,
    by,
    as_of: date,
    value: Decimal | None = None,
    target: Target | None = None,
    allocation: Allocation | None = None,
    narrative: str = "",
    problem: str = "",
    next_step: str = "",
    state: str = "",
    files: Iterable = (),
    corrects: ProgressEntry | None = None,
    answers: Sequence[Instruction] = (),
    confirmed: bool = False,
    sending: UUID | None = None,
    today: date | None = None,
) -> ProgressEntry:
    """Logs what the department says of the task as of a day.

    `value` measures the target, or the department's share of it (`allocation`). `corrects` names an own entry
    that this one replaces; without a value it takes that entry's value back. `sending` marks one page: the
    same page sent again returns the entry that is there.
    """
    entry = ProgressEntry(
        task=task,
        department=department,
        reporter=by,
        as_of=as_of,
        value=value,
        target=target,
        allocation=allocation,
        narrative=_plain(narrative),
        problem=_plain(problem),
        next_step=_plain(next_step),
        state=state,
        corrects=corrects,
        sending=sending,
    )
    with _storing() as kept:
        return _log(entry, files, answers, confirmed, today, kept)


def log_report(
    *,
    task: Task,
    department: Department,
    by,
    as_of: date,
    figures: Sequence[Reported] = (),
    state: str = "",
    files: Iterable = (),
    answers: Sequence[Instruction] = (),
    sending: UUID | None = None,
    today: date | None = None,
    **words: str,
) -> list[ProgressEntry]:
    """A page of several figures: an entry for each, all or none.

    Words (`narrative`, `problem`, `next_step`), state, files and answers go with the first; without a figure
    they are an entry of their own, as of `as_of`.
    """
    common = {"task": task, "department": department, "reporter": by, "sending": sending}
    parts = [vars(one) for one in figures] or [{"as_of": as_of}]
    confirmed = [part.pop("confirmed", False) for part in parts]
    entries = [ProgressEntry(**common, **part) for part in parts]
    entries[0].state = state
    for name in WORDS:
        setattr(entries[0], name, _plain(words.pop(name, "")))
    assert not words, words
    with _storing() as kept:
        first = _log(entries[0], files, answers, confirmed[0], today, kept)
        rest = zip(entries[1:], confirmed[1:], strict=True)
        return [first, *(_log(entry, (), (), sure, today, kept) for entry, sure in rest)]


def sent_with(entries: Iterable[ProgressEntry]) -> dict[UUID, ProgressEntry]:
    """By sending, the entry that holds the words and files of the page on which these figures stood."""
    sendings = {entry.sending for entry in entries if entry.sending}
    rows = ProgressEntry.objects.filter(sending__in=sendings).select_related(*SHOWN).order_by("-pk")
    return {row.sending: row for row in rows.prefetch_related("evidence")}


@contextmanager
def _storing() -> Iterator[list[Evidence]]:
    """A transaction whose files go when it fails."""
    kept: list[Evidence] = []
    try:
        with transaction.atomic():
            yield kept
    except BaseException:
        evidence.drop(kept)
        raise


def _log(entry: ProgressEntry, files, answers, confirmed: bool, today: date | None, kept) -> ProgressEntry:
    task = entry.task = Task.everything.select_for_update().get(pk=entry.task.pk)
    if stored := _sent_before(entry):
        return stored
    _refuse_place(entry)
    refuse_day(task.document, entry.as_of, today or timezone.localdate())
    _refuse_contents(entry, answers)
    _refuse_correction(entry)
    _refuse_value(entry, confirmed)
    checked = [evidence.check(file) for file in files]
    entry.save()
    for file in checked:
        kept.append(evidence.keep(entry, file))
    _answer(entry, answers)
    settle_state(task)
    return entry


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _sent_before(entry: ProgressEntry) -> ProgressEntry | None:
    if entry.sending is None:
        return None
    same_place = {
        name: getattr(entry, name) for name in ("sending", "department", "task", "target", "allocation")
    }
    stored = ProgressEntry.objects.filter(**same_place).first()
    if stored and any(getattr(stored, name) != getattr(entry, name) for name in CONTENTS):
        raise AlreadySent(
            _("This page was sent before, and what it said then is stored. Send again to log this as well.")
        )
    return stored


def _refuse_place(entry: ProgressEntry) -> None:
    """The task must be open, and the department must answer for it through the reporter."""
    task = entry.task
    refuse_closed(task)
    if entry.department_id not in departments_of(entry.reporter, task):
        raise Refusal(_("You cannot report for %(unit)s on this task.") % {"unit": entry.department})
    target, share = entry.target, entry.allocation
    if target and target.dropped_on:
        raise Refusal(_("“%(figure)s” was taken out of the ledger by an amendment.") % {"figure": target})
    if target and target.task_id != task.pk:
        raise Refusal(_("This figure belongs to another task."))
    if share and (share.target_id != target.pk or share.department_id != entry.department_id):
        raise Refusal(_("This share belongs to another figure or unit."))
    if target and not share and target.kind == Target.Kind.AMOUNT and target.allocations.exists():
        raise Refusal(_("This figure has been divided: each unit reports its own share."))


def refuse_closed(task: Task) -> None:
    if task.document.state == Document.State.DRAFT:
        raise Refusal(_("This document has not been published yet."))
    if task.document.state == Document.State.CLOSED:
        raise Refusal(_("This document is closed; nothing more can be reported."))
    if task.dropped_on:
        raise Refusal(_("This task was taken out of the ledger by an amendment; it binds nobody any more."))
    if Task.State.CLOSED in (task.state, task.parent and task.parent.state):
        raise Refusal(_("This task is closed; the office can open it again."))


def refuse_day(document: Document, day: date, today: date) -> None:
    """Figures may come late, but the day they stand for lies within the document's years and has come.

    A page shows a document whose years are over as of its last day: a later figure would be shown nowhere.
    """
    if day > today:
        raise Refusal(_("The day of a figure cannot lie in the future."))
    if day < document.first_day:
        raise Refusal(
            _("This document begins on %(day)s; nothing is reported for an earlier day.")
            % {"day": document.first_day.isoformat()}
        )
    if day > document.last_day:
        raise Refusal(
            _("This document's years ended on %(day)s; give what was reached by that day.")
            % {"day": document.last_day.isoformat()}
        )


def _refuse_contents(entry: ProgressEntry, answers) -> None:
    words = [getattr(entry, name) for name in WORDS]
    if entry.value is None and not any(words) and not entry.state:
        raise Refusal(_("Enter a figure or some words on the progress."))
    if entry.state and entry.state not in dict(REPORTABLE):
        raise Refusal(_("Only the office closes a task."))
    if answers and not entry.narrative:
        raise Refusal(_("Answer the instruction in words."))


def _refuse_value(entry: ProgressEntry, confirmed: bool) -> None:
    target, value = entry.target, entry.value
    if value is None:
        _refuse_missing_value(entry)
        return
    if target is None:
        raise Refusal(_("A figure needs the target that it measures."))
    try:
        entry._meta.get_field("value").run_validators(value)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    if value < 0 and target.kind == Target.Kind.AMOUNT:
        raise Refusal(_("An amount cannot be negative."))
    found = [] if confirmed else doubts_about(entry)
    if found:
        raise Unconfirmed(" ".join(found))


def _refuse_missing_value(entry: ProgressEntry) -> None:
    if entry.target and not (entry.corrects and entry.narrative):
        raise Refusal(_("Enter the value of the figure, or say why it is taken back."))


def doubts_about(entry: ProgressEntry) -> list[str]:
    return doubts(
        target=entry.target,
        allocation=entry.allocation,
        department=entry.department,
        value=entry.value,
        as_of=entry.as_of,
        corrects=entry.corrects,
    )


def _refuse_correction(entry: ProgressEntry) -> None:
    wrong = entry.corrects
    if wrong is None:
        return
    if wrong.department_id != entry.department_id:
        raise Refusal(_("Only the unit that reported an entry can correct it."))
    same = ("task_id", "target_id", "allocation_id")
    if any(getattr(wrong, name) != getattr(entry, name) for name in same):
        raise Refusal(_("A correction measures the same as the entry that it corrects."))
    if ProgressEntry.objects.filter(corrects=wrong).exists():
        raise Refusal(_("This entry has been corrected already; correct the newer one."))


def open_instructions(task: Task):
    """Unanswered instructions on the task; one on a whole split task is answered by any of its parts."""
    return Instruction.objects.filter(task__in=[task.pk, task.parent_id or task.pk], answered_by=None)


def _answer(entry: ProgressEntry, answers) -> None:
    for instruction in answers:
        if not open_instructions(entry.task).filter(pk=instruction.pk).update(answered_by=entry):
            raise Refusal(_("This instruction has been answered already, or belongs to another task."))


def reported_state(task: Task) -> str:
    """The state that was reported for the latest day."""
    said = ProgressEntry.objects.standing().filter(task=task).exclude(state="")
    state = said.order_by("-as_of", "-pk").values_list("state", flat=True).first()
    return state or Task.State.NOT_STARTED


def settle_state(task: Task) -> None:
    """An open task is in the state that was reported; a row is written only for a change."""
    state = reported_state(task)
    if task.state != state:
        task.state = state
        task.save(update_fields=["state"])
