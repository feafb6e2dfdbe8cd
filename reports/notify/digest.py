"""What a message says: the reminders of one day for one audience, as a subject and a line for each report."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import Reminder, Submission
from reports.wording import due_words

LIAISON = Reminder.Audience.LIAISON


@dataclass(frozen=True)
class Line:
    """One report: `text` is all of it, `path` its page."""

    text: str
    path: str


@dataclass(frozen=True)
class Digest:
    subject: str
    lines: list[Line]
    path: str


def digest_of(reminders: list[Reminder], audience: str, on: date) -> Digest:
    """Several reminders of one submission make one line."""
    occasions: dict[Submission, list[str]] = {}
    for reminder in reminders:
        occasions.setdefault(reminder.submission, []).append(_occasion(reminder))
    build = _for_liaison if audience == LIAISON else _for_overseer
    return build(occasions, on)


def _for_liaison(occasions: dict[Submission, list[str]], on: date) -> Digest:
    lines = [
        Line(
            _sentence(_report_name(submission), *words, due_words(submission, on)),
            submission.get_absolute_url(),
        )
        for submission, words in occasions.items()
    ]
    first = next(iter(occasions))
    if len(lines) == 1:
        subject = _headed(first.cycle, _subject_words(occasions[first], first, on))
        return Digest(subject, lines, lines[0].path)
    subject = ngettext("%(n)s report is waiting for you", "%(n)s reports are waiting for you", len(lines))
    return Digest(subject % {"n": len(lines)}, lines, reverse("desk"))


def _subject_words(words: list[str], submission: Submission, on: date) -> str:
    """What has just happened, else how the time stands."""
    return next(filter(None, words), "") or due_words(submission, on)


def _for_overseer(occasions: dict[Submission, list[str]], on: date) -> Digest:
    lines = [
        Line(
            _sentence(_headed(one.department, _report_name(one)), due_words(one, on)),
            one.cycle.get_absolute_url(),
        )
        for one in occasions
    ]
    subject = ngettext("%(n)s unit has not reported", "%(n)s units have not reported", len(lines))
    boards = {line.path for line in lines}
    return Digest(subject % {"n": len(lines)}, lines, boards.pop() if len(boards) == 1 else reverse("desk"))


def _report_name(submission: Submission) -> str:
    return f"{submission.cycle.document} · {submission.cycle}"


def _headed(what, words: str) -> str:
    return _("%(what)s: %(words)s") % {"what": what, "words": words}


def _sentence(*parts: str) -> str:
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _occasion(reminder: Reminder) -> str:
    """What has happened, for reminders that do not only tell the time; "" for those."""
    if reminder.event:
        return _sentence(reminder.event.get_action_display(), reminder.event.comment)
    if reminder.rule.startswith("chase-"):
        return _("The office asks for this report")
    return _("Open for writing") if reminder.rule == "opens" else ""
