from django.core.management.base import BaseCommand, CommandError

from tasks import ledgers


class Command(BaseCommand):
    help = "Makes text.txt and ledger.json of a fixture again from its source.txt and review.json."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", help="folders below fixtures/")
        parser.add_argument("--all", action="store_true", help="all of them")

    def handle(self, *, slugs, all, **options):
        known = ledgers.slugs()
        for slug in known if all else slugs:
            if slug not in known:
                raise CommandError(f"there is no fixtures/{slug}/review.json; known: {', '.join(known)}")
            ledger = ledgers.write(slug)
            targets = len(ledger["goals"]) + sum(len(task["targets"]) for task in ledger["tasks"])
            self.stdout.write(f"{slug}: {len(ledger['tasks'])} tasks and subtasks, {targets} targets")
