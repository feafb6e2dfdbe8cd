"""Messages in people's inboxes: what somebody does with the own ones, and those that are no reminders."""

from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Message
from tasks.models import Amendment, Change, Department, Instruction
from urbanplan.accounts.models import User


def open_message(message: Message) -> None:
    """Reading again keeps the moment of the first reading."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_all_read(user) -> int:
    return user.inbox.unread().update(read_at=timezone.now())


def tell_of_instruction(sender, instruction: Instruction, **kwargs) -> None:
    """Receiver of `instruction_given`: the liaisons of the task's units find it in their inbox."""
    task = instruction.task
    tasks = [task.pk, *task.subtasks.values_list("pk", flat=True)]
    liaisons = _liaisons(Q(assignments__task__in=tasks) | Q(groups__assignments__task__in=tasks))
    subject = _("New instruction on task %(task)s") % {"task": task}
    Message.objects.bulk_create(
        Message(user=user, subject=subject[:200], body=instruction.text, link=task.get_absolute_url())
        for user in liaisons
    )


def tell_of_amendment(sender, amendment: Amendment, **kwargs) -> None:
    """Receiver of `document_amended`: each liaison finds what changed for the own units, in one message."""
    changes = amendment.changes.in_force().filter(task__isnull=False)
    told = defaultdict(list)
    for change in changes.select_related("task").defer("task__text"):
        # A unit that was dropped is told as well, though the ledger names it no more.
        named = Q(assignments__task=change.task_id) | Q(groups__assignments__task=change.task_id)
        if change.kind == Change.Kind.UNIT and change.old:
            gone = change.old.get("name", "")
            named |= Q(name=gone, region=amendment.document.region_id) | Q(groups__wording=gone)
        for user in _liaisons(named):
            told[user].append(change)
    subject = _("Tasks of your unit were amended: %(reason)s") % {"reason": amendment.reason}
    Message.objects.bulk_create(
        Message(user=user, subject=subject[:200], body=_lines(rows), link=_link(amendment, user))
        for user, rows in told.items()
    )


def _link(amendment: Amendment, user) -> str:
    """None for somebody whose unit has no task in the document any more."""
    seen = Amendment.objects.visible_to(user).filter(pk=amendment.pk).exists()
    return amendment.get_absolute_url() if seen else ""


def _lines(changes: list[Change]) -> str:
    words = {"added": _("added"), "dropped": _("dropped"), "changed": _("changed")}
    return "\n".join(f"{one.get_kind_display()} · {words[one.action]} · {one.label}" for one in changes)


def _liaisons(named: Q):
    """People of the departments that are named so."""
    departments = Department.objects.filter(named)
    return User.objects.filter(memberships__department__in=departments, is_active=True).distinct()
