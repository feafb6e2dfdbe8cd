from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reports.inbox import mark_all_read, open_message

PER_PAGE = 50


@login_required
def inbox(request):
    if request.method == "POST":
        mark_all_read(request.user)
        messages.success(request, _("All messages are marked as read."))
        return redirect("inbox")
    unread_first = Case(When(read_at=None, then=0), default=1)
    rows = request.user.inbox.order_by(unread_first, "-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/inbox.html", {"page": page})


@login_required
def message(request, pk):
    row = get_object_or_404(request.user.inbox, pk=pk)
    open_message(row)
    return redirect(row.link or "inbox")
