from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from reports.dashboard import board, region_rows
from tasks.asof import asked_day, day_in_address, default_day
from tasks.models import Document
from urbanplan.accounts.permissions import require


def overseen(user):
    """Published documents of the regions that the user oversees, the newest first within a region."""
    documents = Document.objects.published().visible_to(user)
    if not user.is_superuser:
        documents = documents.filter(region__in=user.overseen_regions)
    documents = documents.select_related("region").defer("text", "findings")
    return documents.order_by("region", "-last_year", "pk")


def chosen(request, documents) -> Document | None:
    """The document that ?document= names, else the first of ?region=, else the first of all."""
    pk, region = request.GET.get("document", ""), request.GET.get("region", "")
    if pk.isdecimal():
        return get_object_or_404(documents, pk=pk)
    if region.isdecimal():
        return documents.filter(region=region).first()
    return documents.first()


@login_required
def dashboard(request):
    documents = overseen(request.user)
    document = chosen(request, documents)
    if document is None:
        return render(request, "reports/dashboard_empty.html")
    require(request.user, "oversee", document)
    on = asked_day(request, document)
    context = {"board": board(document, on), "document": document, "documents": documents, "on": on}
    return render(request, "reports/dashboard.html", context)


@login_required
def overview(request):
    asked = day_in_address(request)
    on = asked or timezone.localdate()
    rows = region_rows(overseen(request.user), lambda document: default_day(document, on))
    return render(request, "reports/overview.html", {"rows": rows, "asked": asked, "on": on})
