from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tasks.importing import import_document
from tasks.models import Region
from urbanplan.refusal import Refusal


class Command(BaseCommand):
    help = "Makes a draft ledger from a document."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="txt, md, html, docx or pdf")
        parser.add_argument("--region", required=True, help="GB/T 2260 code, six digits, e.g. 640000")

    def handle(self, *, file: Path, region: str, **options):
        place = Region.objects.filter(code=region).first()
        if place is None:
            raise CommandError(_("There is no region with the code %(code)s.") % {"code": region})
        try:
            document = import_document(data=file.read_bytes(), name=file.name, region=place)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("Draft %(id)s “%(title)s”: %(tasks)s tasks, %(targets)s targets.")
            % {
                "id": document.pk,
                "title": document.title,
                "tasks": document.tasks.filter(parent=None).count(),
                "targets": document.targets.count(),
            }
        )
        if not document.tasks.exists():
            self.stdout.write(
                _("No numbered tasks were found; whoever checks the draft says where each task begins.")
            )
