"""The office closes a task (办结) that needs no more reports, and may open it again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Document, Task
from tasks.progress import settle_state
from urbanplan.accounts.permissions import may
from urbanplan.refusal import Refusal


@transaction.atomic
def close_task(*, task: Task, by, on: date, today: date | None = None) -> Task:
    """Closed from the day `on`; who closed it when is kept in its history. Closing twice changes nothing."""
    task = _locked(task, by)
    if task.state == Task.State.CLOSED:
        return task
    if task.document.state != Document.State.PUBLISHED:
        raise Refusal(_("Only tasks of a published document are closed."))
    if not task.document.first_day <= on <= (today or timezone.localdate()):
        raise Refusal(_("A task is closed on a day between the document's first day and today."))
    task.state, task.closed_on, task.closed_by = Task.State.CLOSED, on, by
    task.save(update_fields=["state", "closed_on", "closed_by"])
    return task


@transaction.atomic
def reopen_task(*, task: Task, by) -> Task:
    """Back to the state that was last reported."""
    task = _locked(task, by)
    if task.state != Task.State.CLOSED:
        return task
    if task.document.state != Document.State.PUBLISHED:
        raise Refusal(_("The document is closed."))
    task.state, task.closed_on, task.closed_by = Task.State.NOT_STARTED, None, None
    task.save(update_fields=["state", "closed_on", "closed_by"])
    settle_state(task)
    return task


def _locked(task: Task, by) -> Task:
    locked = Task.everything.select_for_update().get(pk=task.pk)
    if not may(by, "close_task", locked):
        raise Refusal(_("Only the office of the region closes a task or opens it again."))
    if locked.dropped_on:
        raise Refusal(_("This task was taken out of the ledger by an amendment; it binds nobody any more."))
    return locked
