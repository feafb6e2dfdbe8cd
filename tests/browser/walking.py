"""What walkers share: signing in, addresses, windows of two sizes, the rows of a table."""

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from reports.samples import DEMO_PASSWORD

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1920, "height": 1080}


def sign_in(page: Page, username: str) -> None:
    """Wherever the way led to the sign-in page; from elsewhere it goes there first."""
    if "/sign-in/" not in page.url:
        page.goto(reverse("sign-in"))
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("nav.side")).to_be_visible()


def visit(page: Page, name: str, *args, query: str = "") -> None:
    page.goto(reverse(name, args=args) + query)


def link(place: Page | Locator, name: str, *args) -> Locator:
    """The first link to the page of this name, whatever day or place on it is asked for."""
    address = reverse(name, args=args)
    return place.locator(f'a[href="{address}"], a[href^="{address}?"], a[href^="{address}#"]').first


def first_cells(page: Page) -> list[str]:
    """The first column of the page's table, once the address has settled."""
    return [cell.strip() for cell in page.locator("table.ledger tbody td:first-child").all_inner_texts()]
