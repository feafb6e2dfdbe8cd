from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.samples import SEED, make_samples


class Command(BaseCommand):
    help = "Invents progress, reports and instructions for published documents that have none."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *, seed, **options):
        for document in make_samples(timezone.localdate(), seed):
            self.stdout.write(f"{document.region}: {document.title}")
