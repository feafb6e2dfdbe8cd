from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tasks import importing
from tasks.discarding import discard
from tasks.forms.documents import ImportForm
from tasks.models import Document
from urbanplan.accounts.permissions import require
from urbanplan.refusal import Refusal


@login_required
def import_document(request):
    require(request.user, "import_document")
    if request.method != "POST":
        return _page(request, ImportForm(user=request.user))
    form = ImportForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _page(request, form)
    try:
        document = importing.import_document(
            data=form.contents(),
            name=form.file_name(),
            region=form.cleaned_data["region"],
            by=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        same_file = getattr(refusal, "same_file", True)
        return _page(request, form, double=getattr(refusal, "document", None), may_differ=not same_file)
    messages.success(request, _("The document was read. Check what was found, then publish it."))
    return redirect("check-document", document.pk)


def _page(request, form: ImportForm, double=None, may_differ: bool = False):
    status = 422 if form.errors else 200
    return render(
        request,
        "tasks/import.html",
        {"form": form, "double": double, "may_differ": may_differ},
        status=status,
    )


@login_required
def discard_draft(request, pk):
    """GET asks once more; a published document has no such page."""
    drafts = Document.objects.visible_to(request.user).filter(state=Document.State.DRAFT)
    document = get_object_or_404(drafts.select_related("region", "created_by"), pk=pk)
    require(request.user, "change_document", document)
    if request.method != "POST":
        return render(request, "tasks/discard.html", {"document": document})
    try:
        discard(document=document, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(document)
    messages.success(request, _("The draft “%(title)s” was discarded.") % {"title": document.title})
    return redirect("documents")
