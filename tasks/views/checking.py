"""The checking page of a draft: each correction is a small form that tasks.editing carries out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tasks import amending, importing
from tasks.models import Document
from tasks.seen import Changed, Gone
from tasks.views import additions, conflicts
from tasks.views.check_page import Bound, CheckPage
from tasks.views.deeds import DEEDS
from urbanplan.accounts.permissions import require
from urbanplan.refusal import Refusal


def _document(request, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user).select_related("region")
    document = get_object_or_404(visible, pk=pk)
    require(request.user, "change_document", document)
    return document


@login_required
def check(request, pk):
    document = _document(request, pk)
    if not document.is_draft and not amending.by_hand(document):
        messages.info(request, _("This document is published; its ledger is corrected only by an amendment."))
        return redirect(document)
    return _page(request, CheckPage(document, asked=_asked(request.GET)))


def _asked(query) -> dict:
    """What is to be corrected or added, and where; what is no number, or none of a document, is left out."""
    given = {name: query.get(name, "") for name in ("task", "start", "end")}
    numbers = {name: int(text) for name, text in given.items() if text.isdecimal() and len(text) < 20}
    return numbers | {"add": query.get("add", ""), "edit": query.get("edit", "")}


def _page(request, page: CheckPage, status: int = 200, **more):
    context = {"document": page.document, "page": page, "amendment": amending.by_hand(page.document)} | more
    return render(request, "tasks/check.html", context, status=status)


@require_POST
@login_required
def publish(request, pk):
    document = _document(request, pk)
    try:
        importing.publish(document=document, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("check-document", document.pk)
    messages.success(request, _("The document is published; its units see their tasks now."))
    return redirect(document)


@require_http_methods(["GET", "POST"])
@login_required
def change(request, pk, kind, item):
    """GET opens the row's form. The page's script, which asks for JSON, is given that one form (`row`), or
    the place on the page where the deed is to be seen (`place`); a browser without it whole pages.
    """
    document = _document(request, pk)
    if kind not in conflicts.MODELS:
        raise Http404
    row = conflicts.rows_of(document, kind).filter(pk=item).first()
    if row is None and not conflicts.was_here(document, kind, item):
        raise Http404
    if request.method == "GET":
        return _open(request, document, kind, item, row)
    return _carry_out(request, document, kind, item, row)


def _open(request, document: Document, kind: str, item: int, row):
    anchor = f"{kind}-{item}"
    if not _by_script(request):
        # A link on a page of this address: the browser keeps the place that it leads to.
        query = request.GET.urlencode() or f"edit={anchor}#{anchor}"
        return redirect(reverse("check-document", args=[document.pk]) + f"?{query}")
    if row is None:
        return _gone(request, document, kind, item, None)
    page = CheckPage(document, asked={"edit": anchor})
    shown = page.item(kind, row)
    return _part(request, page, shown.template, 200, item=shown)


def _carry_out(request, document: Document, kind: str, item: int, row):
    do = request.POST.get("do", "")
    if (kind, do) not in DEEDS:
        raise Http404
    page, seen = CheckPage(document), request.POST.get("seen", "")
    form = None
    if do == "save":
        form = page.form(kind, row or conflicts.MODELS[kind](), request.POST)
    elif do in additions.FORMS:
        form = additions.FORMS[do](request.POST, auto_id="add-%s")
    if row is None:
        return _gone(request, document, kind, item, form)
    if form and not form.is_valid():
        return _refused(request, document, Bound(kind, item, do, form, seen))
    typed = form.cleaned_data if form else {}
    try:
        place = DEEDS[kind, do](row, document, by=request.user, seen=seen, **typed)
    except Gone:
        return _gone(request, document, kind, item, form)
    except Refusal as refusal:
        said, still_seen = str(refusal), seen
        if isinstance(refusal, Changed):
            # Whoever is told of the other's change and saves again knows what they overwrite.
            said, still_seen = conflicts.changed(page, kind, row, form), ""
        if form is None:
            return _told(request, document, said, f"{kind}-{item}")
        form.add_error(None, said)
        return _refused(request, document, Bound(kind, item, do, form, still_seen))
    return _done(request, document, place)


def _by_script(request) -> bool:
    return not request.accepts("text/html")


def _part(request, page: CheckPage, template: str, status: int, **context):
    """A piece of the page for its script."""
    context |= {"document": page.document, "page": page}
    return JsonResponse({"row": render_to_string(template, context, request)}, status=status)


def _done(request, document: Document, place: str):
    if _by_script(request):
        return JsonResponse({"place": place})
    return redirect(reverse("check-document", args=[document.pk]) + f"#{place}")


def _told(request, document: Document, sentence: str, place: str):
    """Nothing was typed: the page as it is now, with the sentence above it."""
    messages.error(request, sentence)
    return _done(request, document, place)


def _refused(request, document: Document, bound: Bound):
    document.refresh_from_db()
    page = CheckPage(document, bound=bound)
    if not _by_script(request):
        return _page(request, page, status=422)
    if bound.do in additions.FORMS:
        addition = additions.Addition(bound.do, bound.kind, bound.pk, bound.form)
        return _part(request, page, "tasks/includes/check_add.html", 422, addition=addition)
    row = conflicts.rows_of(document, bound.kind).get(pk=bound.pk)
    shown = page.item(bound.kind, row)
    return _part(request, page, shown.template, 422, item=shown)


def _gone(request, document: Document, kind: str, item: int, form):
    lost = conflicts.lost(kind, item, form)
    page = CheckPage(document)
    if form is None and not _by_script(request):
        return _told(request, document, lost.sentence, "ledger")
    if _by_script(request):
        return _part(request, page, "tasks/includes/check_lost.html", 422, lost=lost)
    return _page(request, page, status=422, lost=lost)
