import csv

from django.core.management.base import BaseCommand
from django.db import transaction

from tasks.ledgers import FIXTURES
from tasks.models import Region


class Command(BaseCommand):
    help = "Loads the administrative divisions of fixtures/regions.csv; run again, it updates their names."

    @transaction.atomic
    def handle(self, **options):
        with (FIXTURES / "regions.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                Region(
                    code=row["code"], name=row["name"], level=row["level"], parent_id=row["parent"] or None
                )
                for row in csv.DictReader(file)
            ]
        Region.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent"],
        )
        self.stdout.write(f"{len(rows)} regions")
