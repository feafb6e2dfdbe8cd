import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tasks.extraction import UnreadableFile, extract, read_file
from tasks.importing import said


class Command(BaseCommand):
    help = "Prints what the reader takes from a document, as JSON, and nothing else."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="txt, md, html, docx or pdf")

    def handle(self, *, file: Path, **options):
        try:
            extraction = extract(read_file(file.read_bytes(), file.name))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except UnreadableFile as unreadable:
            raise CommandError(said(unreadable.code, unreadable.params)) from unreadable
        if not extraction.tasks and not extraction.text.strip():
            raise CommandError(said("empty", {"name": file.name}))
        self.stdout.write(json.dumps(extraction.to_json(), ensure_ascii=False, indent=1))
