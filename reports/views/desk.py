from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.desk import desk_of

# First pages of those who look on; the others have a desk.
FIRST_PAGES = {"leader": "dashboard", "auditor": "documents", "superuser": "overview"}


@login_required
def desk(request):
    """Each role's first page: the desk of those who have work to do, the dashboard of those who look on."""
    role = request.user.main_role or ("superuser" if request.user.is_superuser else "")
    if role in FIRST_PAGES:
        return redirect(FIRST_PAGES[role])
    today = timezone.localdate()
    return render(request, "reports/desk.html", {"desk": desk_of(request.user, today), "today": today})
