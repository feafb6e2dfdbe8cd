"""What every page's frame shows: `shell` in templates. Each part asks the database only where it is shown."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tasks.models import ProgressEntry

ENTRIES = {
    "desk": _("My desk"),
    "documents": _("Documents"),
    "my-tasks": _("My tasks"),
    "my-figures": _("My figures"),
    "dashboard": _("Dashboard"),
    "overview": _("All regions"),
    "inbox": _("Inbox"),
    "calendar": _("Calendar"),
    "admin:index": _("Administration"),
}
# The pages that lie behind an entry; no role has both "My tasks" and "Documents".
BEHIND = {
    "desk": "submission submit-submission review-submission extension",
    "documents": "document document-text document-units document-cycles import-document check-document"
    " task instruct close-task log-progress correct-entry target allocate",
    "my-tasks": "task log-progress correct-entry",
    "my-figures": "target",
    "inbox": "message",
    "calendar": "cycle chase",
}
NEEDS = {
    "office": ("desk", "documents", "dashboard", "inbox", "calendar"),
    "liaison": ("desk", "my-tasks", "my-figures", "inbox", "calendar"),
    "leader": ("dashboard", "overview", "documents", "inbox"),
    "auditor": ("documents", "dashboard", "overview", "inbox", "calendar"),
    "superuser": ("overview", "documents", "inbox", "admin:index"),
    "": ("desk", "inbox"),
}


@dataclass(frozen=True)
class Entry:
    """A line of the side menu; `current` is the value of its aria-current, "" for none."""

    name: str
    label: str
    url: str
    current: str


class Shell:
    def __init__(self, request):
        self.request = request
        # An error page may come from before the sign-in was looked at.
        self.user = getattr(request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return bool(self.user and self.user.is_authenticated)

    @cached_property
    def nav(self) -> list[Entry]:
        if not self.signed_in:
            return []
        role = self.user.main_role or ("superuser" if self.user.is_superuser else "")
        return [self._entry(name) for name in NEEDS[role]]

    def _entry(self, name: str) -> Entry:
        match = self.request.resolver_match
        here = match.view_name if match else ""
        behind = BEHIND.get(name, "").split()
        current = "page" if here == name else "true" if here in behind else ""
        return Entry(name, ENTRIES[name], reverse(name), current)

    @cached_property
    def membership(self):
        """The membership of the main role, if there is any."""
        held = self.user.memberships.select_related("department__region", "region") if self.signed_in else []
        return next((m for m in held if m.role == self.user.main_role), None)

    @property
    def role(self) -> str:
        if self.membership:
            return self.membership.get_role_display()
        return _("Administrator") if self.signed_in and self.user.is_superuser else ""

    @property
    def place(self):
        """The department or region for which the user is here."""
        return self.membership and (self.membership.department or self.membership.region)

    @cached_property
    def unread(self) -> int:
        return self.user.inbox.unread().count() if self.signed_in else 0

    @cached_property
    def sample_data(self) -> bool:
        return self.signed_in and ProgressEntry.objects.filter(sample=True).exists()


def shell(request) -> dict[str, Shell]:
    return {"shell": Shell(request)}
