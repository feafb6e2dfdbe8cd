import django_filters as filters
from django.utils.translation import gettext_lazy as _

from reports.models import Submission

OVERDUE, ASKED = "overdue", "asked"


class BoardFilter(filters.FilterSet):
    """Which units a cycle's board shows; `on` is the day on which they are overdue or not."""

    q = filters.CharFilter(field_name="department__name", lookup_expr="icontains", label=_("Unit"))
    state = filters.ChoiceFilter(
        choices=[
            *Submission.State.choices,
            (OVERDUE, _("Overdue")),
            (ASKED, _("More time asked for")),
        ],
        label=_("State"),
        empty_label=_("Every state"),
        method="in_state",
    )

    class Meta:
        model = Submission
        fields = ("q", "state")

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def in_state(self, rows, _name, state):
        if state == OVERDUE:
            return rows.overdue(self.on)
        if state == ASKED:
            return rows.owed().filter(extension_asked__isnull=False)
        return rows.filter(state=state)
