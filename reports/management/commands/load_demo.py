from django.core.management import call_command
from django.core.management.base import BaseCommand

from reports.samples import DEMO_PASSWORD, demo_accounts, make_accounts
from urbanplan.accounts.models import User


class Command(BaseCommand):
    help = (
        "Loads the five regions with their ledgers, demo accounts and sample data; run again, adds nothing."
    )

    def handle(self, **options):
        call_command("load_regions", stdout=self.stdout)
        call_command("load_ledgers", stdout=self.stdout)
        make_accounts(demo_accounts(), DEMO_PASSWORD)
        if not User.objects.filter(username="admin").exists():
            User.objects.create_superuser("admin", "admin@example.org", DEMO_PASSWORD, name="系统管理员")
        call_command("make_samples", stdout=self.stdout)
