"""What a new version of a document changes in its ledger. No Django in here.

Three ledgers are compared, each in the form of the extraction contract: the live one, what the reader finds
in the version that the ledger was made from (`base`), and what it finds in the new version. Only what the
document itself changed is proposed: what the office corrected since, or added, or took out, stands.

Rows of the live ledger carry `id`; units carry `key`, equal for the same body; a section carries its `name`,
by which its tasks name it in `section`, and which is its title where no other section has the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks.matching import Pairs, Rows, bare, figures_of, ids, text_of, whole_of

# What is said of the document, in rows that are decided on together.
OF_HEAD = (
    ("title",),
    ("number", "issuer", "issued_on"),
    ("first_year", "last_year"),
    ("half_year_month", "half_year_day"),
    ("annual_month", "annual_day"),
)
OF_SECTION = ("ordinal", "title")
OF_TASK = ("number", "title")
OF_TARGET = ("indicator", "comparator", "value", "value_to", "unit", "due", "binding", "text")

SIGNS = {">=": "≥", "<=": "≤", "~": "≈", "range": ""}


@dataclass
class Proposal:
    """One row that differs. `old` and `new` are fields as text; of a changed row only those that differ.

    `row` and `task` are ids of the live ledger; `item` is the row as the reader found it, with the task's
    number in `place` where it belongs to a task ("" for a goal of the document).
    """

    kind: str
    label: str
    old: dict[str, str]
    new: dict[str, str]
    row: int | None = None
    task: int | None = None
    place: str = ""
    item: dict = field(default_factory=dict)


@dataclass
class Comparison:
    """The proposals in the order of the ledger, and which row found in the new version is which live row.

    `same_words` are the live tasks whose words are those of the new version. Of sections without a task
    `gone_sections` are the live ones that the document dropped, `bare_sections` the ordinals of those that it
    added.
    """

    proposals: list[Proposal]
    sections: Pairs
    tasks: Pairs
    targets: Pairs
    same_words: set[int]
    gone_sections: set[int]
    bare_sections: set[str]


def compare(live: dict, base: dict | None, new: dict) -> Comparison:
    rows = Rows(live, base, new)
    proposals = [
        *_head(live["document"], base and base["document"], new["document"]),
        *_sections(rows),
        *_tasks(rows),
        *_targets(rows),
    ]
    same = {row["id"] for row, found in rows.tasks if rows.words_of(row) == rows.words_of(found)}
    stay, taken = ids(row for row, _found in rows.sections), ids(found for _row, found in rows.sections)
    return Comparison(
        _in_order(proposals, new),
        rows.sections,
        rows.tasks,
        rows.targets,
        same_words=same,
        gone_sections={
            row["id"]
            for row in live["sections"]
            if id(row) not in stay and (row["id"] in rows.said_sections or not rows.known)
        },
        bare_sections={found["ordinal"] for found in bare(new) if id(found) not in taken | rows.had_sections},
    )


def _in_order(proposals: list[Proposal], new: dict) -> list[Proposal]:
    """The document, its goals, each task with its units and figures where it now stands, tasks that go."""
    places = {task["number"]: place for place, task in enumerate(new["tasks"], start=1)}

    def place(one: Proposal) -> int:
        if one.place:
            return places[one.place]
        return {"head": -2, "section": -1, "target": 0}.get(one.kind, len(places) + 1)

    return sorted(proposals, key=place)


def _head(live: dict, base: dict | None, new: dict) -> Iterator[Proposal]:
    """What a version does not say of itself is no change."""
    for names in OF_HEAD:
        old, fresh = _changed(live, base, new, [name for name in names if text_of(new, name)])
        if fresh:
            yield Proposal("head", new["title"] or live["title"], old, fresh)


def _changed(live: dict, base: dict | None, new: dict, names: Sequence[str]) -> tuple[dict, dict]:
    """The fields that the new version says otherwise than the ledger and than the version before."""
    differ = [name for name in names if text_of(live, name) != text_of(new, name)]
    if base is not None:
        differ = [name for name in differ if text_of(base, name) != text_of(new, name)]
    return {name: text_of(live, name) for name in differ}, {name: text_of(new, name) for name in differ}


def _sections(rows: Rows) -> Iterator[Proposal]:
    for row, found in rows.sections:
        old, fresh = _changed(row, rows.base_of_section.get(id(found)), found, OF_SECTION)
        if fresh:
            yield Proposal(
                "section", f"{found['ordinal']}、{found['title']}", old, fresh, row["id"], item=found
            )


def _tasks(rows: Rows) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in rows.tasks}
    moved_in = ids(found for _row, found in rows.targets)
    for found in rows.new["tasks"]:
        row = of_new.get(id(found))
        label = _named_task(found)
        if row is None:
            if id(found) not in rows.had_tasks:
                figures = [one for one in found["targets"] if id(one) not in moved_in]
                whole = _whole(found, rows.words_of(found), figures)
                yield Proposal("task", label, {}, whole, item=found, place=found["number"])
            continue
        base = rows.base_of_task.get(row["id"])
        old, fresh = _changed(row, base, found, OF_TASK)
        if rows.is_reworded(row, found):
            old, fresh = old | {"text": rows.words_of(row)}, fresh | {"text": rows.words_of(found)}
        if rows.goes_to_section(row, found):
            old, fresh = old | {"section": row["section"]}, fresh | {"section": found["section"]}
        if rows.goes_under(row, found):
            was = rows.as_now(whole_of(row, rows.live))
            old = old | {"parent": _named_task(was)}
            fresh = fresh | {"parent": _named_task(whole_of(found, rows.new))}
        if fresh:
            yield Proposal("task", label, old, fresh, row["id"], row["id"], found["number"], found)
        yield from _units(row, base, found)
    stays = {row["id"] for row, _found in rows.tasks}
    for row in rows.live["tasks"]:
        if row["id"] not in stays and (rows.was_said(row) or not rows.known):
            whole = _whole(row, rows.words_of(row), row["targets"])
            yield Proposal("task", _named_task(row), whole, {}, row["id"], row["id"])


def _named_task(task: dict | None) -> str:
    return f"{task['number']} {task['title']}" if task else ""


def _whole(task: dict, said: str, figures: list[dict]) -> dict[str, str]:
    """A task that comes or goes is decided on with its units and figures."""
    fields = {name: text_of(task, name) for name in ("number", "title", "section", "parent")}
    return fields | {
        "text": said,
        "units": "、".join(unit["name"] for unit in task["units"]),
        "targets": "；".join(map(_in_short, figures)),
    }


def _in_short(figure: dict) -> str:
    ends = [text_of(figure, "value"), text_of(figure, "value_to")]
    value = "—".join(end for end in ends if end)
    return f"{figure['indicator']} {SIGNS[figure['comparator']]}{value}{text_of(figure, 'unit')}"


def _units(row: dict, base: dict | None, found: dict) -> Iterator[Proposal]:
    live, new = _by_key(row), _by_key(found)
    was = _by_key(base) if base else {}
    for key, unit in new.items():
        label = f"{found['number']} · {unit['name']}"
        if key not in live:
            if key not in was:
                fresh = {"name": unit["name"], "role": unit["role"]} | _leading(unit)
                yield Proposal("unit", label, {}, fresh, None, row["id"], found["number"], unit)
            continue
        old, fresh = _changed(live[key], was.get(key), unit, ("role", *_leading(unit)))
        if fresh:
            yield Proposal("unit", label, old, fresh, live[key]["id"], row["id"], found["number"], unit)
    for key, unit in live.items():
        if key not in new and (base is None or key in was):
            old = {"name": unit["name"], "role": unit["role"]}
            label = f"{found['number']} · {unit['name']}"
            yield Proposal("unit", label, old, {}, unit["id"], row["id"], found["number"])


def _by_key(task: dict) -> dict[str, dict]:
    """Units by body, each as first named. Whoever leads does so by role, or as the first of the list."""
    units: dict[str, dict] = {}
    for unit in task["units"]:
        leads = unit["role"] == "lead" or (unit["role"] == "responsible" and not units)
        units.setdefault(unit["key"], unit | {"leads": "yes" if leads else "no"})
    return units


def _leading(unit: dict) -> dict[str, str]:
    """Told where only its place says that a unit leads; the one that led makes room for it."""
    return {"leads": "yes"} if unit["leads"] == "yes" and unit["role"] == "responsible" else {}


def _targets(rows: Rows) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in rows.targets}
    task_of_new = {id(found): row for row, found in rows.tasks}
    found_of = {row["id"]: found for row, found in rows.tasks}
    for task, found in figures_of(rows.new):
        place, row = task["number"] if task else "", of_new.get(id(found))
        home = task_of_new.get(id(task)) if task else None
        if row is None:
            # The figures of an added task come with it.
            if id(found) not in rows.had_targets and (task is None or home):
                fields = {name: text_of(found, name) for name in OF_TARGET}
                pk = home["id"] if home else None
                yield Proposal("target", _named(place, found), {}, fields, None, pk, place, found)
            continue
        old, fresh = _changed(row, rows.base_of_target.get(row["id"]), found, OF_TARGET)
        if fresh.keys() == {"text"}:
            # Other words around the same figure; the text of the task shows them.
            old, fresh = {}, {}
        was = rows.home_of(row)
        if rows.goes_to_task(row, task):
            old, fresh = old | {"task": _named_task(rows.as_now(was))}, fresh | {"task": _named_task(task)}
        if fresh:
            # Under a task that is new it is told of where it was.
            at = home or was
            label = _named(place, found if "indicator" in fresh else row)
            pk = at["id"] if at else None
            yield Proposal("target", label, old, fresh, row["id"], pk, place, found)
    stays = {row["id"] for row, _found in rows.targets}
    for task, row in figures_of(rows.live):
        was_said = not rows.known or row["id"] in rows.base_of_target
        # The figures of a dropped task go with it.
        if row["id"] not in stays and was_said and (task is None or task["id"] in found_of):
            fields = {name: text_of(row, name) for name in OF_TARGET}
            place = found_of[task["id"]]["number"] if task else ""
            pk = task["id"] if task else None
            yield Proposal("target", _named(place, row), fields, {}, row["id"], pk, place)


def _named(place: str, figure: dict) -> str:
    return f"{place} · {figure['indicator']}" if place else figure["indicator"]
