from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from reports import permissions  # noqa: F401  registers the predicates
        from reports.cycles import open_cycles_of_amended, open_cycles_of_published
        from reports.inbox import tell_of_amendment, tell_of_instruction
        from tasks.signals import document_amended, document_published, instruction_given

        document_published.connect(open_cycles_of_published)
        document_amended.connect(open_cycles_of_amended)
        document_amended.connect(tell_of_amendment)
        instruction_given.connect(tell_of_instruction)
