import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from urbanplan.tables import LedgerTable


class MyTaskTable(LedgerTable):
    place = tables.TemplateColumn("{{ record.task.number }}", verbose_name=_("No."))
    title = tables.TemplateColumn(
        template_name="tasks/progress_includes/my_task.html", accessor="task__title", verbose_name=_("Task")
    )
    severity = tables.TemplateColumn(
        "{% load ledger %}{% light_why record.status %}",
        verbose_name=_("Light"),
        order_by=("-severity", "place"),
    )
    rank = tables.Column(verbose_name=_("Role"), order_by=("rank", "place"))
    due = tables.DateColumn(format="Y-m-d", verbose_name=_("Due"), attrs={"td": {"class": "nowrap"}})
    last_own_report = tables.DateColumn(
        format="Y-m-d",
        verbose_name=_("Our last report"),
        default=_("none"),
        attrs={"td": {"class": "nowrap"}},
    )
    log = tables.TemplateColumn(
        template_name="tasks/progress_includes/log_link.html",
        verbose_name=_("Log progress"),
        orderable=False,
        empty_values=(),
    )

    class Meta(LedgerTable.Meta):
        empty_text = _("No task matches.")

    def render_rank(self, record) -> str:
        return record.role
