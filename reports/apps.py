from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from reports import permissions  # noqa: F401  registers the predicates
        from reports.cycles import open_cycles_of_published
        from tasks.signals import document_published

        document_published.connect(open_cycles_of_published)
