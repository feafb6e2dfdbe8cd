"""A live ledger, the version it was made from and a new one, brought into one form and compared."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from tasks import importing
from tasks.differences import OF_HEAD, Comparison, compare
from tasks.extraction.scoring import plain
from tasks.models import Amendment, Assignment, Document, Section, Target
from tasks.snapshots import said
from tasks.units import Units
from urbanplan.refusal import Refusal


def comparison(amendment: Amendment) -> Comparison:
    """The ledger, the version that it was made from, and the new one; in the same order each time."""
    document = amendment.document
    units = Units(document.region)
    return compare(_live(document), _base(document, units), _found(document, amendment.ledger, units))


def _base(document: Document, units: Units) -> dict | None:
    """What today's reader finds in the file that the ledger was made from; None if it cannot be read."""
    try:
        with document.original.open("rb") as original:
            ledger, _text = importing.read_ledger(original.read(), document.original_name)
    except (Refusal, OSError):
        return None
    return _found(document, ledger, units)


def _found(document: Document, ledger: dict, units: Units) -> dict:
    """What the reader found, in the form that is compared; `printed` is a section's ordinal as it stands."""
    head = ledger["document"]
    years = head["period"] or [None, None]
    sections = importing.sections_of(ledger["sections"])
    names = _names(section for _printed, section in sections)
    tasks = [
        row
        | {
            "section": _name(importing.section_of(row, sections), names),
            "printed": row["section"],
            "parent": row["parent"] or "",
            "units": [unit | {"key": key_of(unit, units)} for unit in row["units"]],
            "targets": _dated(row["targets"], document),
        }
        for row in ledger["tasks"]
    ]
    return {
        "document": head
        | {"first_year": years[0], "last_year": years[1]}
        | importing.reporting_days(ledger["reports"]),
        "sections": [_section(section, names) | {"printed": printed} for printed, section in sections],
        "goals": _dated(ledger["goals"], document),
        "tasks": tasks,
    }


def _dated(figures: list[dict], document: Document) -> list[dict]:
    """A figure of no day is due at the end of the document's years."""
    return [row | {"due": row["due"] or document.last_day.isoformat()} for row in figures]


def _names(sections: Iterable[Section]) -> dict[str, str]:
    """By ordinal, the name of each: its title, with the ordinal where several have the same."""
    rows = list(sections)
    titles = Counter(section.title for section in rows)
    return {row.ordinal: row.title if titles[row.title] == 1 else str(row) for row in rows}


def _name(section: Section | None, names: dict[str, str]) -> str:
    return names[section.ordinal] if section else ""


def _section(section: Section, names: dict[str, str]) -> dict:
    fields = ("ordinal", "title", "order", "start", "end")
    return {name: getattr(section, name) for name in fields} | {"name": _name(section, names)}


def key_of(unit: dict, units: Units) -> str:
    """The body that a printed name means; one that the region does not know is known by the name itself."""
    known = None if unit.get("group") else units.known(unit["name"])
    return f"department {known.pk}" if known else plain(unit["name"])


def key_of_unit(unit: Assignment) -> str:
    return f"department {unit.department_id}" if unit.department_id else plain(unit.group.wording)


def _live(document: Document) -> dict:
    rows = document.tasks.select_related("section", "parent").order_by("order")
    tasks = list(rows.prefetch_related("assignments__department", "assignments__group", "targets"))
    sections = list(document.sections.all())
    names = _names(sections)
    return {
        "document": {name: said(getattr(document, name)) or None for name in chain(*OF_HEAD)},
        "sections": [_section(section, names) | {"id": section.pk} for section in sections],
        "goals": [_figure(goal) for goal in document.targets.filter(task=None)],
        "tasks": [
            {
                "id": task.pk,
                "number": task.number,
                "title": task.title,
                "section": _name(task.section, names),
                "parent": said(task.parent),
                "text": task.text,
                "units": [_unit(unit) for unit in task.assignments.all()],
                "targets": [_figure(target) for target in task.targets.all()],
            }
            for task in tasks
        ],
    }


def _unit(unit: Assignment) -> dict:
    name = str(unit.department or unit.group)
    return {"id": unit.pk, "key": key_of_unit(unit), "name": name, "role": unit.role}


def _figure(target: Target) -> dict:
    fields = ("indicator", "comparator", "value", "value_to", "unit", "due", "text")
    return {name: said(getattr(target, name)) for name in fields} | {
        "id": target.pk,
        "must": target.binding,
    }
