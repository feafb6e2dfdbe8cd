"""A live ledger, the version it was made from and a new one, brought into one form and compared."""

from tasks import importing
from tasks.differences import Comparison, compare
from tasks.extraction.scoring import plain
from tasks.models import Amendment, Assignment, Document, Target
from tasks.snapshots import said
from tasks.units import Units
from urbanplan.refusal import Refusal


def comparison(amendment: Amendment) -> Comparison:
    """The ledger, the version that it was made from, and the new one; in the same order each time."""
    document = amendment.document
    units = Units(document.region)
    return compare(_live(document), _base(document, units), _found(amendment.ledger, units))


def _base(document: Document, units: Units) -> dict | None:
    """What today's reader finds in the file that the ledger was made from; None if it cannot be read."""
    try:
        with document.original.open("rb") as original:
            ledger, _text = importing.read_ledger(original.read(), document.original_name)
    except (Refusal, OSError):
        return None
    return _found(ledger, units)


def _found(ledger: dict, units: Units) -> dict:
    """What the reader found, in the form that is compared."""
    head = ledger["document"]
    years = head["period"] or [None, None]
    titles = {row["ordinal"]: row["title"] for row in ledger["sections"]}
    tasks = [
        row
        | {
            "section": titles.get(row["section"], ""),
            "ordinal": row["section"],
            "parent": row["parent"] or "",
            "units": [unit | {"key": _key(unit, units)} for unit in row["units"]],
        }
        for row in ledger["tasks"]
    ]
    return {
        "document": head | {"first_year": years[0], "last_year": years[1]},
        "goals": ledger["goals"],
        "tasks": tasks,
    }


def _key(unit: dict, units: Units) -> str:
    """The body that a printed name means; one that the region does not know is known by the name itself."""
    known = None if unit.get("group") else units.known(unit["name"])
    return f"department {known.pk}" if known else plain(unit["name"])


def _live(document: Document) -> dict:
    rows = document.tasks.select_related("section", "parent").order_by("order")
    tasks = list(rows.prefetch_related("assignments__department", "assignments__group", "targets"))
    return {
        "document": {
            name: said(getattr(document, name)) or None
            for name in ("title", "number", "issuer", "issued_on", "first_year", "last_year")
        },
        "goals": [_figure(goal) for goal in document.targets.filter(task=None)],
        "tasks": [
            {
                "id": task.pk,
                "number": task.number,
                "title": task.title,
                "section": task.section.title if task.section else "",
                "parent": said(task.parent),
                "text": task.text,
                "units": [_unit(unit) for unit in task.assignments.all()],
                "targets": [_figure(target) for target in task.targets.all()],
            }
            for task in tasks
        ],
    }


def _unit(unit: Assignment) -> dict:
    key = f"department {unit.department_id}" if unit.department_id else plain(unit.group.wording)
    return {"id": unit.pk, "key": key, "name": str(unit.department or unit.group), "role": unit.role}


def _figure(target: Target) -> dict:
    fields = ("indicator", "comparator", "value", "value_to", "unit", "due", "text")
    return {name: said(getattr(target, name)) for name in fields} | {
        "id": target.pk,
        "must": target.binding,
    }
