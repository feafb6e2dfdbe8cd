import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from tasks.models import Document
from urbanplan.tables import LedgerTable

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class DocumentTable(LedgerTable):
    title = tables.Column(linkify=True)
    years = tables.Column(accessor="last_year", verbose_name=_("Years"), order_by=("last_year", "first_year"))
    state = tables.TemplateColumn("{% load ledger %}{% state_badge record %}")
    task_count = tables.Column(verbose_name=_("Tasks"), attrs=NUMBER)
    unit_count = tables.Column(verbose_name=_("Units"), attrs=NUMBER)
    target_count = tables.Column(verbose_name=_("Targets"), attrs=NUMBER)
    cycle_count = tables.Column(verbose_name=_("Reporting cycles"), attrs=NUMBER)

    class Meta(LedgerTable.Meta):
        model = Document
        fields = ("region", "title", "number", "years", "state")
        empty_text = _("No document matches.")

    def render_years(self, record: Document) -> str:
        return record.years
