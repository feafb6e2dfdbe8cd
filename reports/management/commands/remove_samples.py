from django.core.management.base import BaseCommand

from reports.samples import remove_samples


class Command(BaseCommand):
    help = "Removes the sample data; what people wrote stays."

    def handle(self, **options):
        for what, count in remove_samples().items():
            self.stdout.write(f"{what}: {count}")
