"""What the reader finds in a stretch of a document that is stored already, for a task that somebody begins.

The text is the document's clean one, so that every place is one of the ledger's.
"""

from dataclasses import asdict
from datetime import date

from tasks.extraction import Target
from tasks.extraction.clauses import find_clauses, find_closing
from tasks.extraction.due import Dates
from tasks.extraction.labels import Clause
from tasks.extraction.outline import BRACKETED, Item, read_items
from tasks.extraction.places import short_names
from tasks.extraction.responsibility import document_style, read_clause
from tasks.extraction.table_finding import find_tables
from tasks.extraction.targets import Stretch, find_targets
from tasks.models import Document, Section

# A letter that no rule reads, as the reader writes it over tables.
FILL = "\ue000"


def headings(text: str) -> list[Item]:
    return read_items(text, len(text), [])


def heading_at(items: list[Item], place: int) -> Item | None:
    """The numbered heading to which the place belongs, at its number or at its first word."""
    found = [item for item in items if item.start <= place <= item.body]
    return found[-1] if found else None  # of "(一)1.…" the 1.


def reach(items: list[Item], place: int) -> int | None:
    """Up to where a task that begins here may reach; None for the end of the document.

    A task with a number ends where the next of its level or above begins: "(三)…" before "(四)…" and "四、…".
    One without is ended by any such heading, but not by "1.", which may number its own points.
    """
    own = heading_at(items, place)
    if own:
        return own.end
    return next((item.start for item in items if item.start > place and item.kind <= BRACKETED), None)


def section_over(document: Document, items: list[Item], place: int) -> Section | None:
    """The last section that begins before the place and has not ended: "四、保障措施" may be none of the
    ledger's, and what stands under it does not belong to 三.
    """
    before = document.sections.filter(start__lte=place).order_by("-start")
    for section in before:
        heading = heading_at(items, section.start)
        if heading is None or place < heading.end:
            return section
    return None


def read_units(document: Document, start: int, end: int) -> list[dict]:
    """The units of the responsibility clauses in the stretch, in the form of the extraction contract."""
    text = _prose(document.text, start)
    clauses = find_clauses(text, 0, len(text))
    style = document_style(text, clauses, short_names(document.region.name))
    # "以上由市税务局负责落实" speaks of what stands before it, so of this task too.
    inside = [clause for clause in [*clauses, *find_closing(text)] if start <= clause.start < end]
    found = [unit for clause in inside for unit in read_clause(text, clause, style)]
    return [asdict(unit) for unit in sorted(found, key=lambda unit: unit.start)]


def read_targets(document: Document, start: int, end: int) -> list[dict]:
    """The figures of the stretch, in the form of the extraction contract."""
    text = _prose(document.text, start)
    inside = [clause for clause in find_clauses(text, start, end) if clause.start < end]
    holes = [(clause.start, clause.end) for clause in inside]
    dates = Dates((document.first_year, document.last_year), document.issued_on)
    due = _due_of(text, inside, dates)
    return [_row(target) for target in find_targets(text, Stretch(start, end), dates, holes, due=due)]


def _due_of(text: str, clauses: list[Clause], dates: Dates) -> date | None:
    """完成时限 beside the units is the day of every figure of the task."""
    for start, end in [clause.due for clause in clauses if clause.due]:
        aside = text.find("(", start, end)  # "2025年底前(其中管网2024年底前完成700公里)"
        if named := dates.named(text, start, end if aside <= start else aside):
            return named[-1].day
    return None


def _row(target: Target) -> dict:
    return asdict(target) | {"due": target.due.isoformat() if target.due else None}


def _prose(text: str, place: int) -> str:
    """The text with its tables written over, as the reader has them; not the one that holds the place."""
    for table in find_tables(text):
        if not table.start <= place < table.end:
            over = "".join(letter if letter == "\n" else FILL for letter in text[table.start : table.end])
            text = text[: table.start] + over + text[table.end :]
    return text
