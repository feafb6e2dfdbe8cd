import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from tasks.tables.documents import NUMBER
from urbanplan.tables import LedgerTable


class UnitTable(LedgerTable):
    """The departments that a document names by themselves, with their number of tasks in each role."""

    department = tables.Column(
        verbose_name=_("Unit"),
        order_by="department__name",
        linkify=lambda record, table: f"{table.tasks_url}?unit={record['department'].pk}",
    )
    kind = tables.Column(accessor="department__get_kind_display", verbose_name=_("Kind"))
    lead = tables.Column(verbose_name=_("Leads"), attrs=NUMBER)
    responsible = tables.Column(verbose_name=_("Responsible"), attrs=NUMBER)
    cooperating = tables.Column(verbose_name=_("Cooperates"), attrs=NUMBER)
    total = tables.Column(verbose_name=_("Tasks"), attrs=NUMBER)

    class Meta(LedgerTable.Meta):
        empty_text = _("This document names no unit.")

    def __init__(self, *args, tasks_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.tasks_url = tasks_url
