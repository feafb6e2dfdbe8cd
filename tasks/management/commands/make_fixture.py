import json

from django.core.management.base import BaseCommand, CommandError

from tasks import ledgers


class Command(BaseCommand):
    help = "Makes text.txt, review.json and ledger.json of a fixture from its source.txt and reading.json."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", help="folders below fixtures/")
        parser.add_argument("--all", action="store_true", help="all of them")

    def handle(self, *, slugs, all, **options):
        known = ledgers.slugs()
        for slug in known if all else slugs:
            if slug not in known:
                raise CommandError(f"there is no fixtures/{slug}/review.json; known: {', '.join(known)}")
            files = ledgers.write(slug)
            changes = len(json.loads(files["review.json"])["corrections"])
            tasks = len(json.loads(files["ledger.json"])["tasks"])
            self.stdout.write(f"{slug}: {tasks} tasks and subtasks, {changes} corrections")
