"""What a new version of a document changes in its ledger. No Django in here.

Three ledgers are compared, each in the form of the extraction contract: the live one, what the reader finds
in the version that the ledger was made from (`base`), and what it finds in the new version. Only what the
document itself changed is proposed: what the office corrected since, or added, or took out, stands.

Rows of the live ledger carry `id`; units carry `key`, equal for the same body; a task carries the title of
its `section`, whose ordinal is only its place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tasks.extraction.scoring import alike

OF_HEAD = ("title", "number", "issuer", "issued_on", "first_year", "last_year")
OF_TASK = ("number", "title", "section", "parent", "text")
OF_TARGET = ("indicator", "comparator", "value", "value_to", "unit", "due", "binding", "text")

SIGNS = {">=": "≥", "<=": "≤", "~": "≈", "range": "≥"}

Pairs = list[tuple[dict, dict]]


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
    """The proposals in the order of the ledger, and which row found in the new version is which live row."""

    proposals: list[Proposal]
    tasks: Pairs
    targets: Pairs


def compare(live: dict, base: dict | None, new: dict) -> Comparison:
    tasks = _pair_tasks(live["tasks"], new["tasks"])
    before = _Base(live, base, new, tasks)
    targets = _pair_targets(live, new, tasks)
    before.pair_targets(targets)
    proposals = list(_head(live["document"], base and base["document"], new["document"]))
    proposals += _tasks(live, new, tasks, before)
    proposals += _targets(live, new, tasks, targets, before)
    return Comparison(_in_order(proposals, new), tasks, targets)


def _in_order(proposals: list[Proposal], new: dict) -> list[Proposal]:
    """The document, its goals, each task with its units and figures where it now stands, tasks that go."""
    places = {task["number"]: place for place, task in enumerate(new["tasks"], start=1)}

    def place(one: Proposal) -> int:
        if one.place:
            return places[one.place]
        return {"head": -1, "target": 0}.get(one.kind, len(places) + 1)

    return sorted(proposals, key=place)


class _Base:
    """What the old version said of a row that is live now, or that the new version has."""

    def __init__(self, live: dict, base: dict | None, new: dict, tasks: Pairs):
        self.known = base is not None
        self.live, self.new = live, new
        self.ledger = base or {"goals": [], "tasks": []}
        self.of_live = _by_id(_pair_tasks(live["tasks"], self.ledger["tasks"]))
        taken = [found for _row, found in tasks]
        fresh = [row for row in new["tasks"] if not _among(row, taken)]
        used = list(self.of_live.values())
        rest = [row for row in self.ledger["tasks"] if not _among(row, used)]
        self._of_new = _pair_tasks(fresh, rest)
        self.target_of_live: dict[int, dict] = {}
        self._target_of_new: Pairs = []

    def pair_targets(self, targets: Pairs) -> None:
        pairs = [(row, self.of_live[row["id"]]) for row in self.live["tasks"] if row["id"] in self.of_live]
        found = _pair_targets(self.live, self.ledger, pairs)
        self.target_of_live = _by_id(found)
        taken, used = [row for _old, row in targets], [row for _old, row in found]
        fresh = [row for _place, row in _figures(self.new) if not _among(row, taken)]
        rest = [row for _place, row in _figures(self.ledger) if not _among(row, used)]
        self._target_of_new = _best_pairs(fresh, rest, _same_figure)

    def had_task(self, found: dict) -> bool:
        return any(row is found for row, _base in self._of_new)

    def had_target(self, found: dict) -> bool:
        return any(row is found for row, _base in self._target_of_new)


def _by_id(pairs: Pairs) -> dict[int, dict]:
    return {row["id"]: found for row, found in pairs}


def _among(row: dict, rows: Iterable[dict]) -> bool:
    return any(row is other for other in rows)


def _head(live: dict, base: dict | None, new: dict) -> Iterator[Proposal]:
    old, fresh = _changed(live, base, new, OF_HEAD)
    if fresh:
        yield Proposal("head", new["title"] or "", old, fresh)


def _changed(live: dict, base: dict | None, new: dict, names: Sequence[str]) -> tuple[dict, dict]:
    """The fields that the new version says otherwise than the ledger and than the version before."""
    differ = [name for name in names if _text(live, name) != _text(new, name)]
    if base is not None:
        differ = [name for name in differ if _text(base, name) != _text(new, name)]
    return {name: _text(live, name) for name in differ}, {name: _text(new, name) for name in differ}


def _text(row: dict, name: str) -> str:
    """A field as text; line breaks and blanks of a policy's words say nothing."""
    if name == "binding":
        return "yes" if row.get("must", True) else "no"
    value = row.get(name)
    if value is None:
        return ""
    if name in ("value", "value_to") and value != "":
        return format(Decimal(value).normalize(), "f")
    return "".join(str(value).split()) if name == "text" else str(value)


def _tasks(live: dict, new: dict, pairs: Pairs, before: _Base) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in pairs}
    for found in new["tasks"]:
        row = of_new.get(id(found))
        label = f"{found['number']} {found['title']}"
        if row is None:
            if not before.had_task(found):
                yield Proposal("task", label, {}, _whole(found), item=found, place=found["number"])
            continue
        base = before.of_live.get(row["id"])
        old, fresh = _changed(row, base, found, OF_TASK)
        if fresh:
            yield Proposal("task", label, old, fresh, row["id"], row["id"], found["number"], found)
        yield from _units(row, base, found)
    stays = {row["id"] for row, _found in pairs}
    for row in live["tasks"]:
        was_said = not before.known or row["id"] in before.of_live
        if row["id"] not in stays and was_said:
            yield Proposal("task", f"{row['number']} {row['title']}", _whole(row), {}, row["id"], row["id"])


def _whole(task: dict) -> dict[str, str]:
    """A task that comes or goes is decided on with its units and figures."""
    figures = (
        f"{row['indicator']} {SIGNS[row['comparator']]}{_text(row, 'value')}{row['unit']}"
        for row in task["targets"]
    )
    fields = {name: _text(task, name) for name in OF_TASK}
    return fields | {
        "units": "、".join(unit["name"] for unit in task["units"]),
        "targets": "；".join(figures),
    }


def _units(row: dict, base: dict | None, found: dict) -> Iterator[Proposal]:
    live, new = _by_key(row), _by_key(found)
    was = _by_key(base) if base else None
    for key, unit in new.items():
        said_before = was is not None and key in was and was[key]["role"] == unit["role"]
        if said_before or (key in live and live[key]["role"] == unit["role"]):
            continue
        old = {"role": live[key]["role"]} if key in live else {}
        fresh = {"role": unit["role"]} if key in live else {"name": unit["name"], "role": unit["role"]}
        pk = live[key]["id"] if key in live else None
        yield Proposal("unit", _of(found, unit["name"]), old, fresh, pk, row["id"], found["number"], unit)
    for key, unit in live.items():
        if key not in new and (was is None or key in was):
            old = {"name": unit["name"], "role": unit["role"]}
            yield Proposal("unit", _of(found, unit["name"]), old, {}, unit["id"], row["id"], found["number"])


def _by_key(task: dict) -> dict[str, dict]:
    return {unit["key"]: unit for unit in task["units"]}


def _of(task: dict, name: str) -> str:
    return f"{task['number']} · {name}"


def _targets(live: dict, new: dict, tasks: Pairs, pairs: Pairs, before: _Base) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in pairs}
    home = {id(found): row["id"] for row, found in tasks}
    homes = {figure["id"]: task for task, figure in _figures_of(live)}
    added = [found for found in new["tasks"] if id(found) not in home]
    for task, found in _figures_of(new):
        place, row = task["number"] if task else "", of_new.get(id(found))
        label = _named(place, found)
        at = home.get(id(task)) if task else None
        if row is None:
            # The figures of an added task come with it.
            if not before.had_target(found) and not (task and _among(task, added)):
                fields = {name: _text(found, name) for name in OF_TARGET}
                yield Proposal("target", label, {}, fields, None, at, place, found)
            continue
        old, fresh = _changed(row, before.target_of_live.get(row["id"]), found, OF_TARGET)
        if fresh.keys() == {"text"}:
            # Other words around the same figure; the text of the task shows them.
            old, fresh = {}, {}
        was = homes[row["id"]]
        label = label if "indicator" in fresh else _named(place, row)
        if at != (was["id"] if was else None):
            old, fresh = old | {"task": was["number"] if was else ""}, fresh | {"task": place}
        if fresh:
            yield Proposal("target", label, old, fresh, row["id"], at, place, found)
    stays = {row["id"] for row, _found in pairs}
    numbers = {row["id"]: found["number"] for row, found in tasks}
    for task, row in _figures_of(live):
        was_said = not before.known or row["id"] in before.target_of_live
        # The figures of a dropped task go with it.
        if row["id"] not in stays and was_said and (task is None or task["id"] in numbers):
            fields = {name: _text(row, name) for name in OF_TARGET}
            label = _named(task["number"] if task else "", row)
            pk = task["id"] if task else None
            yield Proposal("target", label, fields, {}, row["id"], pk, numbers.get(pk, ""))


def _named(place: str, figure: dict) -> str:
    return f"{place} · {figure['indicator']}" if place else figure["indicator"]


def _figures(ledger: dict) -> Iterator[tuple[str, dict]]:
    for task, figure in _figures_of(ledger):
        yield task["number"] if task else "", figure


def _figures_of(ledger: dict) -> Iterator[tuple[dict | None, dict]]:
    for goal in ledger["goals"]:
        yield None, goal
    for task in ledger["tasks"]:
        for figure in task["targets"]:
            yield task, figure


# Which row is which


def _pair_tasks(olds: list[dict], news: list[dict]) -> Pairs:
    """Numbered tasks among themselves, then subtasks inside tasks that are the same."""
    tops = _pair(_top(olds), _top(news))
    found = list(tops)
    for old, new in tops:
        found += _pair(_parts(olds, old), _parts(news, new))
    return found


def _top(tasks: list[dict]) -> list[dict]:
    return [task for task in tasks if not task["parent"]]


def _parts(tasks: list[dict], parent: dict) -> list[dict]:
    return [task for task in tasks if task["parent"] == parent["number"]]


def _pair(olds: list[dict], news: list[dict]) -> Pairs:
    """First those of the same title, which is cheap and mostly all; the rest by likeness of their words."""
    same = _best_pairs(olds, news, _same_title)
    old_rest = [row for row in olds if not _among(row, (old for old, _new in same))]
    new_rest = [row for row in news if not _among(row, (new for _old, new in same))]
    return same + _best_pairs(old_rest, new_rest, _same_task)


def _best_pairs(olds: list[dict], news: list[dict], likeness: Callable[[dict, dict], float]) -> Pairs:
    """Greedy: the likest two first; 0 is no pair; of equals the one that stands nearer."""
    scored = [
        (-likeness(old, new), abs(i - j), i, j) for i, old in enumerate(olds) for j, new in enumerate(news)
    ]
    pairs, left, right = [], set(range(len(olds))), set(range(len(news)))
    for _score, _far, i, j in sorted(row for row in scored if row[0] < 0):
        if i in left and j in right:
            pairs.append((i, j))
            left.discard(i)
            right.discard(j)
    return [(olds[i], news[j]) for i, j in sorted(pairs)]


def _same_title(old: dict, new: dict) -> float:
    if old["title"] != new["title"]:
        return 0.0
    return 2.0 if old["number"] == new["number"] else 1.0


def _same_task(old: dict, new: dict) -> float:
    """Half of the title's or of the text's pairs of characters in common; the number alone proves nothing."""
    likeness = max(alike(old["title"], new["title"]), alike(_text(old, "text"), _text(new, "text")))
    return likeness + 0.05 * (old["number"] == new["number"]) if likeness >= 0.5 else 0.0


def _pair_targets(olds: dict, news: dict, tasks: Pairs) -> Pairs:
    """Figures inside tasks that are the same; what is left over may have moved to another task."""
    found = _best_pairs(olds["goals"], news["goals"], _same_figure)
    for old, new in tasks:
        found += _best_pairs(old["targets"], new["targets"], _same_figure)
    old_rest = [row for _place, row in _figures(olds) if not _among(row, (old for old, _new in found))]
    new_rest = [row for _place, row in _figures(news) if not _among(row, (new for _old, new in found))]
    return found + _best_pairs(old_rest, new_rest, _moved_figure)


def _same_figure(old: dict, new: dict) -> float:
    """The same measure of a like indicator; its value may have changed, and that it has not is a hint."""
    same_value = _text(old, "value") == _text(new, "value")
    likeness = alike(old["indicator"], new["indicator"])
    if old["unit"] != new["unit"]:
        return likeness if likeness >= 0.8 else 0.0
    return likeness + 0.5 * same_value if likeness >= (0.25 if same_value else 0.5) else 0.0


def _moved_figure(old: dict, new: dict) -> float:
    """A figure counts as moved only with its indicator, value and unit."""
    same = all(_text(old, name) == _text(new, name) for name in ("indicator", "value", "unit"))
    return 1.0 if same else 0.0
