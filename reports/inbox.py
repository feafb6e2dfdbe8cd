"""Messages in people's inboxes: what somebody does with the own ones, and those that are no reminders."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Message
from tasks.models import Department, Instruction
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
    named = Q(assignments__task__in=tasks) | Q(groups__assignments__task__in=tasks)
    liaisons = User.objects.filter(
        memberships__department__in=Department.objects.filter(named), is_active=True
    ).distinct()
    subject = _("New instruction on task %(task)s") % {"task": task}
    Message.objects.bulk_create(
        Message(user=user, subject=subject[:200], body=instruction.text, link=task.get_absolute_url())
        for user in liaisons
    )
