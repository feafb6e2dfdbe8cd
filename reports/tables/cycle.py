from datetime import date

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.models import Submission
from reports.wording import due_words
from urbanplan.tables import LedgerTable

NOWRAP = {"td": {"class": "nowrap"}}
# Not on a telephone, where each row is a card.
WIDE = {"td": {"class": "nowrap wide-only"}}


class BoardTable(LedgerTable):
    """All units of a cycle; `on` is the day on which they are late or not."""

    tick = tables.TemplateColumn(
        template_name="reports/includes/cycle_tick.html", verbose_name=_("Remind"), orderable=False
    )
    department = tables.Column(linkify=lambda record: record.get_absolute_url())
    state = tables.TemplateColumn(
        "{% load ledger %}{% state_badge record table.on %}", order_by=("turn", "department"), attrs=NOWRAP
    )
    due = tables.DateColumn(
        verbose_name=_("Due"), format="Y-m-d", order_by=("effective_due", "department"), attrs=NOWRAP
    )
    standing = tables.Column(empty_values=(), verbose_name=_("Standing"), orderable=False)
    saved_at = tables.DateTimeColumn(format="Y-m-d", attrs=WIDE)
    submitted_at = tables.DateTimeColumn(format="Y-m-d", attrs=NOWRAP)
    decided_by = tables.Column(verbose_name=_("Reviewed by"), order_by="decided_by__name", attrs=WIDE)
    last_told = tables.DateTimeColumn(verbose_name=_("Last reminded"), format="Y-m-d", attrs=WIDE)
    trouble = tables.Column(verbose_name=_("Not delivered"), orderable=False)

    class Meta(LedgerTable.Meta):
        model = Submission
        fields = (
            "tick",
            "department",
            "state",
            "due",
            "standing",
            "saved_at",
            "submitted_at",
            "decided_by",
            "last_told",
            "trouble",
        )
        order_by = "state"
        empty_text = _("No unit matches.")

    def __init__(self, *args, on: date, may_chase: bool, **kwargs):
        self.on = on
        super().__init__(*args, exclude=() if may_chase else ("tick",), **kwargs)

    def render_standing(self, record: Submission) -> str:
        words = due_words(record, self.on)
        if record.extension_asked:
            asked = gettext("more time asked until %(day)s") % {"day": record.extension_asked}
            return format_html("{}<br><strong>{}</strong>", words, asked)
        return words
