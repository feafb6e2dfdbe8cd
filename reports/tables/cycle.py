from datetime import date

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Submission
from reports.wording import due_words
from urbanplan.tables import LedgerTable


class BoardTable(LedgerTable):
    """All units of a cycle; `on` is the day on which they are late or not."""

    tick = tables.TemplateColumn(
        template_name="reports/includes/cycle_tick.html",
        verbose_name=gettext_lazy("Remind"),
        orderable=False,
    )
    department = tables.Column(linkify=lambda record: record.get_absolute_url(), order_by="department__name")
    state = tables.TemplateColumn("{% load ledger %}{% state_badge record table.on %}")
    due = tables.DateColumn(verbose_name=gettext_lazy("Due"), format="Y-m-d", order_by="effective_due")
    standing = tables.Column(empty_values=(), verbose_name=gettext_lazy("Standing"), orderable=False)
    submitted_at = tables.DateTimeColumn(format="Y-m-d H:i")
    saved_at = tables.DateTimeColumn(format="Y-m-d H:i")
    decided_by = tables.Column(verbose_name=gettext_lazy("Reviewed by"), order_by="decided_by__name")
    last_told = tables.DateTimeColumn(verbose_name=gettext_lazy("Last reminded"), format="Y-m-d H:i")
    trouble = tables.Column(verbose_name=gettext_lazy("Not delivered"), orderable=False)

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
        empty_text = gettext_lazy("No unit matches.")

    def __init__(self, *args, on: date, may_chase: bool, **kwargs):
        self.on = on
        super().__init__(*args, exclude=() if may_chase else ("tick",), **kwargs)

    def render_standing(self, record: Submission) -> str:
        words = due_words(record, self.on)
        if record.extension_asked:
            asked = _("more time asked until %(day)s") % {"day": record.extension_asked}
            return format_html("{}<br><strong>{}</strong>", words, asked)
        return words
