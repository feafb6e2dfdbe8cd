"""Messages in people's inboxes: what somebody does with the own ones, and those that are no reminders."""

from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Message
from tasks.models import Amendment, Change, Department, Instruction, Region, Task
from urbanplan.accounts.models import User

# Lines of a message that a page tells in full.
MOST = 12


def open_message(message: Message) -> None:
    """Reading again keeps the moment of the first reading."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_all_read(user) -> int:
    return user.inbox.unread().update(read_at=timezone.now())


def tell_of_instruction(sender, instruction: Instruction, **kwargs) -> None:
    """Receiver of `instruction_given`: the liaisons of the task's units find it in their inbox."""
    task = instruction.task
    subject = _("New instruction on task %(task)s") % {"task": task}
    Message.objects.bulk_create(
        Message(user=user, subject=subject[:200], body=instruction.text, link=task.get_absolute_url())
        for user in _liaisons(_named(task))
    )


def tell_of_amendment(sender, amendment: Amendment, **kwargs) -> None:
    """Receiver of `document_amended`: each liaison finds what changed for the own units, in one message."""
    changes = amendment.changes.in_force().filter(task__isnull=False)
    concerned: dict[int, set[User]] = {}
    told = defaultdict(list)
    for change in changes.select_related("task").defer("task__text"):
        if change.task_id not in concerned:
            shares = Q(allocations__target__task=change.task_id)
            concerned[change.task_id] = set(_liaisons(_named(change.task) | shares))
        people = set(concerned[change.task_id])
        if change.kind == Change.Kind.UNIT and change.old.get("name"):
            people |= set(_liaisons(_called(change.old["name"], amendment)))
        for user in people:
            told[user].append(change)
    subject = _("Tasks of your unit were amended: %(reason)s") % {"reason": amendment.reason}
    Message.objects.bulk_create(_message(user, subject, rows, amendment) for user, rows in told.items())


def _message(user, subject: str, changes: list[Change], amendment: Amendment) -> Message:
    link = _link(amendment, user)
    words = {"added": _("added"), "dropped": _("dropped"), "changed": _("changed")}
    lines = [f"{one.get_kind_display()} · {words[one.action]} · {one.label}" for one in changes]
    more = len(lines) - MOST
    if link and more > 1:
        said = _("… and %(count)s more, on the page of the amendment.") % {"count": more}
        lines = [*lines[:MOST], said]
    return Message(user=user, subject=subject[:200], body="\n".join(lines), link=link)


def _named(task: Task) -> Q:
    """Departments that answer for the task or a part of it, themselves or in a group."""
    tasks = [task.pk, *task.subtasks.values_list("pk", flat=True)]
    return Q(assignments__task__in=tasks) | Q(groups__assignments__task__in=tasks)


def _called(name: str, amendment: Amendment) -> Q:
    """A unit that was taken out, which the ledger names no more; it may be a county's or a group."""
    region = amendment.document.region_id
    own = Q(name=name, region__in=Region.objects.within(region))
    return own | Q(groups__wording=name, groups__region=region)


def _link(amendment: Amendment, user) -> str:
    """Empty for somebody whose unit has no task in the document any more."""
    seen = Amendment.objects.visible_to(user).filter(pk=amendment.pk).exists()
    return amendment.get_absolute_url() if seen else ""


def _liaisons(named: Q):
    """People of the departments that are named so."""
    departments = Department.objects.filter(named)
    return User.objects.filter(memberships__department__in=departments, is_active=True).distinct()
