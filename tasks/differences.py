"""What a new version of a document changes in its ledger. No Django in here.

Three ledgers are compared, each in the form of the extraction contract: the live one, what the reader finds
in the version that the ledger was made from (`base`), and what it finds in the new version. Only what the
document itself changed is proposed: what the office corrected since, or added, or took out, stands.

Rows of the live ledger carry `id`; units carry `key`, equal for the same body; a section carries its `name`,
by which its tasks name it in `section`, and which is its title where no other section has the same.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tasks.extraction.scoring import alike

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
# "3.", "(三)", "三、", "3.1." before a task's words, but not the "3." of "3.5万套".
NUMBER = re.compile(r"^[(（]?(?:[0-9]+(?:[.．][0-9]+)*|[一二三四五六七八九十百]+)[)）、.．](?![0-9])")
# "(责任单位：市住建局，各县(区)人民政府)"
CLAUSE = re.compile(
    r"[(（【][^()（）【】]{0,8}(?:责任|牵头|配合|负责|主办|协办)(?:[^()（）【】]|[(（][^()（）]*[)）])*[)）】]"
)

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
    """The proposals in the order of the ledger, and which row found in the new version is which live row.

    `same_words` are the live tasks whose words are those of the new version.
    """

    proposals: list[Proposal]
    sections: Pairs
    tasks: Pairs
    targets: Pairs
    same_words: set[int]


def compare(live: dict, base: dict | None, new: dict) -> Comparison:
    rows = _Rows(live, base, new)
    proposals = [
        *_head(live["document"], base and base["document"], new["document"]),
        *_sections(rows),
        *_tasks(rows),
        *_targets(rows),
    ]
    same = {row["id"] for row, found in rows.tasks if rows.words_of(row) == rows.words_of(found)}
    return Comparison(_in_order(proposals, new), rows.sections, rows.tasks, rows.targets, same)


def _in_order(proposals: list[Proposal], new: dict) -> list[Proposal]:
    """The document, its goals, each task with its units and figures where it now stands, tasks that go."""
    places = {task["number"]: place for place, task in enumerate(new["tasks"], start=1)}

    def place(one: Proposal) -> int:
        if one.place:
            return places[one.place]
        return {"head": -2, "section": -1, "target": 0}.get(one.kind, len(places) + 1)

    return sorted(proposals, key=place)


class _Rows:
    """Which row of the new version is which live row, and what the version before said of either.

    A live row is followed through the version before, as its own words may have been corrected since. Only
    what is left over on both sides is then compared directly. What the version before had and the ledger has
    not was taken out by the office.
    """

    def __init__(self, live: dict, base: dict | None, new: dict):
        self.live, self.new = live, new
        self.known = base is not None
        self.base = base or {"goals": [], "tasks": [], "sections": []}
        self._words = {id(row): said for ledger in (live, self.base, new) for row, said in _own_words(ledger)}
        self._follow_tasks()
        self._follow_targets()
        self._follow_sections()

    def _follow_tasks(self) -> None:
        self._said_tasks = _pair_tasks(self.live["tasks"], self.base["tasks"])
        self._kept_tasks = _pair_tasks(self.base["tasks"], self.new["tasks"])
        known, settled = _through(self._said_tasks, self._kept_tasks), _second(self._kept_tasks)
        self.tasks = _pair_tasks(self.live["tasks"], self.new["tasks"], known, settled)
        self.base_of_task = {row["id"]: old for row, old in self._said_tasks}
        self.had_tasks = _ids(settled)
        self._now = {id(old): new for old, new in [*self.tasks, *self._kept_tasks]}
        self._live_now = _ids(_second(self.tasks))

    def _follow_targets(self) -> None:
        said = _pair_targets(self.live, self.base, self._said_tasks)
        kept = _pair_targets(self.base, self.new, self._kept_tasks)
        known, settled = _through(said, kept), _second(kept)
        self.targets = _pair_targets(self.live, self.new, self.tasks, known, settled)
        self.base_of_target = {row["id"]: old for row, old in said}
        self.had_targets = _ids(settled)
        self._homes = {
            id(row): task for ledger in (self.live, self.base) for task, row in _figures_of(ledger)
        }

    def _follow_sections(self) -> None:
        said = _pair_sections(self.live, self.base, self._said_tasks)
        kept = _pair_sections(self.base, self.new, self._kept_tasks)
        known, settled = _through(said, kept), _second(kept)
        self.sections = _pair_sections(self.live, self.new, self.tasks, known, settled)
        self.base_of_section = {id(new): old for old, new in kept}
        self._section_now = {old["name"]: new["name"] for old, new in self.sections}
        self._section_before = {old["name"]: new["name"] for old, new in kept}

    def was_said(self, row: dict) -> bool:
        """Whether the version before had this live task."""
        return row["id"] in self.base_of_task

    def words_of(self, task: dict) -> str:
        return self._words[id(task)]

    def is_reworded(self, row: dict, found: dict) -> bool:
        """Whether the document changed the task's words."""
        base = self.base_of_task.get(row["id"])
        before = (self.words_of(one) for one in (row, base) if one is not None)
        return self.words_of(found) not in before

    def goes_to_section(self, row: dict, found: dict) -> bool:
        """Whether the document put the task into another section."""
        if self._section_now.get(row["section"], row["section"]) == found["section"]:
            return False
        base = self.base_of_task.get(row["id"])
        if base is None:
            return True
        return self._section_before.get(base["section"], base["section"]) != found["section"]

    def home_of(self, figure: dict) -> dict | None:
        """The task of a live figure; None for a goal of the document."""
        return self._homes[id(figure)]

    def goes_to_task(self, figure: dict, task: dict | None) -> bool:
        """Whether the document put the figure under another task, or among its goals."""
        base = self.base_of_target.get(figure["id"])
        return self._goes(task, self.home_of(figure), base, base and self._homes[id(base)])

    def goes_under(self, row: dict, found: dict) -> bool:
        """Whether the document made the task a part of another one, or of none."""
        base = self.base_of_task.get(row["id"])
        before = base and whole_of(base, self.base)
        return self._goes(whole_of(found, self.new), whole_of(row, self.live), base, before)

    def _goes(self, home: dict | None, live: dict | None, base: dict | None, before: dict | None) -> bool:
        """Whether the task of the new version is neither the one it hangs on now nor the one it hung on."""
        if home and id(home) in self.had_tasks and id(home) not in self._live_now:
            return False  # The office took that one out.
        if self.as_now(live) is home:
            return False
        return base is None or self.as_now(before) is not home

    def as_now(self, task: dict | None) -> dict | None:
        """The task as the new version has it; itself where it has it no more."""
        return self._now.get(id(task), task)


def whole_of(task: dict, ledger: dict) -> dict | None:
    """The task of which this one is a part."""
    return next((row for row in ledger["tasks"] if row["number"] == task["parent"]), None)


def _ids(rows: Iterable[dict]) -> set[int]:
    """By identity: two rows of a document may say the same."""
    return {id(row) for row in rows}


def _second(pairs: Pairs) -> list[dict]:
    return [new for _old, new in pairs]


def _through(first: Pairs, second: Pairs) -> Pairs:
    onward = {id(old): new for old, new in second}
    return [(row, onward[id(old)]) for row, old in first if id(old) in onward]


def _head(live: dict, base: dict | None, new: dict) -> Iterator[Proposal]:
    """What a version does not say of itself is no change."""
    for names in OF_HEAD:
        old, fresh = _changed(live, base, new, [name for name in names if _text(new, name)])
        if fresh:
            yield Proposal("head", new["title"] or live["title"], old, fresh)


def _changed(live: dict, base: dict | None, new: dict, names: Sequence[str]) -> tuple[dict, dict]:
    """The fields that the new version says otherwise than the ledger and than the version before."""
    differ = [name for name in names if _text(live, name) != _text(new, name)]
    if base is not None:
        differ = [name for name in differ if _text(base, name) != _text(new, name)]
    return {name: _text(live, name) for name in differ}, {name: _text(new, name) for name in differ}


def _text(row: dict, name: str) -> str:
    if name == "binding":
        return "yes" if row.get("must", True) else "no"
    value = row.get(name)
    if value is None:
        return ""
    if name in ("value", "value_to") and value != "":
        return format(Decimal(value).normalize(), "f")
    return words(str(value)) if name == "text" else str(value)


def words(text: str) -> str:
    """What a text says, without its breaks, its number and its units: these are told of for themselves."""
    return CLAUSE.sub("", NUMBER.sub("", _squeezed(text)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _own_words(ledger: dict) -> Iterator[tuple[dict, str]]:
    """Each task with its words; a task with parts repeats theirs."""
    for task in ledger["tasks"]:
        text = _squeezed(task["text"])
        for part in _parts(ledger["tasks"], task):
            text = text.replace(_squeezed(part["text"]), "", 1)
        yield task, words(text)


def _sections(rows: _Rows) -> Iterator[Proposal]:
    for row, found in rows.sections:
        old, fresh = _changed(row, rows.base_of_section.get(id(found)), found, OF_SECTION)
        if fresh:
            yield Proposal(
                "section", f"{found['ordinal']}、{found['title']}", old, fresh, row["id"], item=found
            )


def _tasks(rows: _Rows) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in rows.tasks}
    moved_in = _ids(found for _row, found in rows.targets)
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
    fields = {name: _text(task, name) for name in ("number", "title", "section", "parent")}
    return fields | {
        "text": said,
        "units": "、".join(unit["name"] for unit in task["units"]),
        "targets": "；".join(map(_in_short, figures)),
    }


def _in_short(figure: dict) -> str:
    ends = [_text(figure, "value"), _text(figure, "value_to")]
    value = "—".join(end for end in ends if end)
    return f"{figure['indicator']} {SIGNS[figure['comparator']]}{value}{figure['unit']}"


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


def _targets(rows: _Rows) -> Iterator[Proposal]:
    of_new = {id(found): row for row, found in rows.targets}
    task_of_new = {id(found): row for row, found in rows.tasks}
    found_of = {row["id"]: found for row, found in rows.tasks}
    for task, found in _figures_of(rows.new):
        place, row = task["number"] if task else "", of_new.get(id(found))
        home = task_of_new.get(id(task)) if task else None
        if row is None:
            # The figures of an added task come with it.
            if id(found) not in rows.had_targets and (task is None or home):
                fields = {name: _text(found, name) for name in OF_TARGET}
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
            yield Proposal("target", label, old, fresh, row["id"], at and at["id"], place, found)
    stays = {row["id"] for row, _found in rows.targets}
    for task, row in _figures_of(rows.live):
        was_said = not rows.known or row["id"] in rows.base_of_target
        # The figures of a dropped task go with it.
        if row["id"] not in stays and was_said and (task is None or task["id"] in found_of):
            fields = {name: _text(row, name) for name in OF_TARGET}
            place = found_of[task["id"]]["number"] if task else ""
            pk = task["id"] if task else None
            yield Proposal("target", _named(place, row), fields, {}, row["id"], pk, place)


def _named(place: str, figure: dict) -> str:
    return f"{place} · {figure['indicator']}" if place else figure["indicator"]


def _figures_of(ledger: dict) -> Iterator[tuple[dict | None, dict]]:
    for goal in ledger["goals"]:
        yield None, goal
    for task in ledger["tasks"]:
        for figure in task["targets"]:
            yield task, figure


# Which row is which


def _pair_tasks(
    olds: list[dict], news: list[dict], known: Pairs | None = None, settled: Iterable[dict] = ()
) -> Pairs:
    """Numbered tasks among themselves, then parts inside tasks that are the same, then whatever is left.

    The `known` pairs stand, and rows of the new ledger that are `settled` are not looked at.
    """
    found = list(known or [])
    skip = _ids(settled)
    free = [row for row in news if id(row) not in skip]
    found += _pair(_top(_left(olds, found, 0)), _top(_left(free, found, 1)))
    for old, new in [pair for pair in found if not pair[0]["parent"]]:
        found += _pair(_parts(_left(olds, found, 0), old), _parts(_left(free, found, 1), new))
    return found + _pair(_leaves(_left(olds, found, 0), olds), _leaves(_left(free, found, 1), news))


def _left(rows: list[dict], pairs: Pairs, side: int) -> list[dict]:
    """The rows that no pair has on this side."""
    taken = _ids(pair[side] for pair in pairs)
    return [row for row in rows if id(row) not in taken]


def _top(tasks: list[dict]) -> list[dict]:
    return [task for task in tasks if not task["parent"]]


def _parts(tasks: list[dict], parent: dict) -> list[dict]:
    return [task for task in tasks if task["parent"] == parent["number"]]


def _leaves(rows: list[dict], tasks: list[dict]) -> list[dict]:
    """Those without parts, whose words are therefore all their own."""
    wholes = {task["parent"] for task in tasks}
    return [row for row in rows if row["number"] not in wholes]


def _pair(olds: list[dict], news: list[dict]) -> Pairs:
    """First those of the same title, which is cheap and mostly all; the rest by likeness of their words."""
    same = _best_pairs(olds, news, _same_title)
    return same + _best_pairs(_left(olds, same, 0), _left(news, same, 1), _same_task)


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


def _pair_targets(
    olds: dict, news: dict, tasks: Pairs, known: Pairs | None = None, settled: Iterable[dict] = ()
) -> Pairs:
    """Figures inside tasks that are the same; what is left over may have moved to another task."""
    found = list(known or [])
    skip = _ids(settled)
    places = [(olds["goals"], news["goals"]), *((old["targets"], new["targets"]) for old, new in tasks)]
    for old, new in places:
        free = [row for row in new if id(row) not in skip]
        found += _best_pairs(_left(old, found, 0), _left(free, found, 1), _same_figure)
    every, free = ([row for _task, row in _figures_of(ledger)] for ledger in (olds, news))
    free = [row for row in free if id(row) not in skip]
    return found + _best_pairs(_left(every, found, 0), _left(free, found, 1), _moved_figure)


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


def _pair_sections(
    olds: dict, news: dict, tasks: Pairs, known: Pairs | None = None, settled: Iterable[dict] = ()
) -> Pairs:
    """Sections of the same name; of the others the one into which the most tasks of the old one went."""
    found = list(known or [])
    skip = _ids(settled)
    free = [row for row in news["sections"] if id(row) not in skip]
    old_by = {row["name"]: row for row in _left(olds["sections"], found, 0)}
    new_by = {row["name"]: row for row in _left(free, found, 1)}
    went = Counter((old["section"], new["section"]) for old, new in tasks)
    both = [*((name, name) for name in old_by), *(names for names, _count in went.most_common())]
    for old, new in both:
        if old in old_by and new in new_by:
            found.append((old_by.pop(old), new_by.pop(new)))
    return found
