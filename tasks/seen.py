"""What somebody saw of a row when they opened it, so that a correction never silently undoes another's."""

import hashlib

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from tasks.models import Assignment, DepartmentGroup, Document, Section, Target, Task
from tasks.snapshots import HEAD, OF_SECTION, OF_TARGET, said
from urbanplan.refusal import Refusal

VALUES = {
    Document: HEAD,
    Section: OF_SECTION,
    Task: ("number", "title", "section_id"),
    Assignment: ("department_id", "group_id", "role"),
    Target: OF_TARGET,
}


class Changed(Refusal):
    """Somebody changed the row since; its text is for those who do not see the page of the row."""


class Gone(Refusal):
    """Somebody took the row out since."""


def token(row) -> str:
    """Twelve letters that stand for the values that the check page lets people correct."""
    if isinstance(row, DepartmentGroup):
        values = sorted(member.pk for member in row.members.all())
    else:
        values = [getattr(row, name) for name in VALUES[type(row)]]
    return hashlib.blake2b("\x1f".join(map(said, values)).encode(), digest_size=6).hexdigest()


def refresh(row, seen: str) -> None:
    """The row as it is now; refuses where it is gone, or is not what was seen. "" has seen anything."""
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise Gone(_("This row is no longer there.")) from None
    if getattr(row, "dropped_on", None):
        raise Gone(_("This row is no longer there."))
    if seen and seen != token(row):
        raise Changed(_("Somebody changed this row after you had opened it."))
