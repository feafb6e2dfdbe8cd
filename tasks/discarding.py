"""A draft that is thrown away, a wrong upload for one."""

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from urbanplan.refusal import Refusal


@transaction.atomic
def discard(*, document: Document, by) -> None:
    """Nothing stays of the draft, its file and the bodies that only it named, but one row in the history of
    documents: who discarded what and when.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.is_draft:
        raise Refusal(_("This document is published; it can no longer be discarded."))
    pk, file = document.pk, document.original
    bodies = [
        (model, list(model.objects.filter(brought_by=document).values_list("pk", flat=True)))
        for model in (DepartmentGroup, Department)  # A group goes before its members.
    ]
    document._history_user = by
    document._change_reason = _("Draft discarded")
    document.delete()
    for model, brought in bodies:
        model.objects.filter(pk__in=brought).unused().delete()
    _forget(pk, groups=bodies[0][1])
    transaction.on_commit(lambda: file.storage.delete(file.name))


def _forget(pk: int, groups: list[int]) -> None:
    """The trail of the draft would keep the words of what should never have been uploaded."""
    kept = DepartmentGroup.objects.filter(pk__in=groups).values_list("pk", flat=True)
    trail = DepartmentGroup.history.filter(id__in=set(groups) - set(kept))
    DepartmentGroup.history.model.members.model.objects.filter(history__in=trail).delete()
    trail.delete()
    tasks = Task.history.filter(document_id=pk)
    Assignment.history.filter(task_id__in=list(tasks.values_list("id", flat=True))).delete()
    for model in (Task, Target, Section):
        model.history.filter(document_id=pk).delete()
    Document.history.filter(id=pk).exclude(history_type="-").delete()
