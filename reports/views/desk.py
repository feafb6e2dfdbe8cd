from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.desk import desk_of


@login_required
def desk(request):
    """Each role's first page: the desk of those who have work to do, the dashboard of those who look on."""
    user = request.user
    if user.main_role == "leader":
        return redirect("dashboard")
    if user.main_role == "auditor":
        return redirect("documents")
    if user.is_superuser and not user.main_role:
        return redirect("overview")
    today = timezone.localdate()
    return render(request, "reports/desk.html", {"desk": desk_of(user, today), "today": today})
