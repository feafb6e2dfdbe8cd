"""Whatever a new version says: what is proposed makes the ledger say the same, and nothing is asked twice."""

from copy import deepcopy
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.differences import compare
from tasks.matching import words
from tests.plain_ledgers import figure, found, live, task, unit

pytestmark = pytest.mark.once

TITLES = ["保障住房", "保障性住房供应", "整治道路", "完善学校", "增加绿地", "改造小区", "改造老旧小区"]
SECTIONS = ["改善住房", "完善设施", "美化环境"]
UNITS = ["市住建局", "市财政局", "市交通局", "市教育局"]
INDICATORS = ["新建住房", "新建保障住房", "改造道路", "绿地率"]
LIMITS = settings(max_examples=60, deadline=None)

figures = st.builds(
    figure,
    st.sampled_from(INDICATORS),
    st.sampled_from(["5", "10", "10.0", "300"]),
    st.sampled_from(["套", "%"]),
    due=st.sampled_from(["2024-06-30", "2024-12-31"]),
    comparator=st.sampled_from([">=", "<="]),
    must=st.booleans(),
)
roles = st.sampled_from(["lead", "responsible", "cooperating"])
units = st.dictionaries(st.sampled_from(UNITS), roles, max_size=3).map(
    lambda named: [unit(name, role) for name, role in named.items()]
)


@st.composite
def tasks(draw, number, parent=""):
    title, words = draw(st.sampled_from(TITLES)), draw(st.lists(st.sampled_from(TITLES), max_size=3))
    return task(
        number,
        title,
        draw(units),
        draw(st.lists(figures, max_size=2)),
        text=f"{number}.{title}。{'，'.join(words)}。",
        section=draw(st.sampled_from(SECTIONS)),
        parent=parent,
    )


@st.composite
def ledgers(draw):
    rows = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        whole = draw(tasks(str(number)))
        parts = [draw(tasks(f"{number}.{n}", str(number))) for n in range(1, draw(st.integers(0, 2)) + 1)]
        rows += [whole, *(part | {"section": whole["section"]} for part in parts)]
    return found(
        *rows, goals=draw(st.lists(figures, max_size=2)), number=draw(st.sampled_from(["1号", "2号"]))
    )


@st.composite
def revised(draw):
    """A ledger and the next version of it: some tasks as they were, some changed, some new, in any order."""
    old, other = draw(ledgers()), draw(ledgers())
    wholes = draw(st.permutations([row for row in old["tasks"] if not row["parent"]]))
    kept = [row for row in wholes if draw(st.booleans())]
    fresh = [row for row in other["tasks"] if not row["parent"] and draw(st.booleans())]
    rows = []
    for number, (ledger, row) in enumerate(
        [*((old, row) for row in kept), *((other, row) for row in fresh)], start=1
    ):
        family = [row, *(part for part in ledger["tasks"] if part["parent"] == row["number"])]
        rows += [_renumbered(one, row["number"], str(number)) for one in family]
    goals = draw(st.sampled_from([old["goals"], other["goals"]]))
    return old, found(*deepcopy(rows), goals=deepcopy(goals), number=other["document"]["number"])


def _renumbered(row, old, new):
    number = new + row["number"].removeprefix(old)
    text = row["text"].replace(row["number"], number, 1)
    return row | {"number": number, "text": text, "parent": new if row["parent"] else ""}


versions = st.one_of(st.tuples(ledgers(), ledgers()), revised())


@st.composite
def corrected(draw, ledger):
    """The live ledger of what was found, as an office leaves it: fields changed, rows gone, added, moved."""
    rows, ids = live(deepcopy(ledger)), count(500)
    for row in list(rows["tasks"]):
        match draw(
            st.sampled_from(["nothing", "title", "text", "section", "number", "gone", "units", "figure"])
        ):
            case "title":
                row["title"] = draw(st.sampled_from(TITLES))
            case "text":
                row["text"] = row["text"][: len(row["text"]) // 2]
            case "section":
                row["section"] = draw(st.sampled_from(rows["sections"]))["name"]
            case "number" if not any(one["parent"] == row["number"] for one in rows["tasks"]):
                row["number"] += "之二"
            case "gone":
                family = [one for one in rows["tasks"] if one is row or one["parent"] == row["number"]]
                rows["tasks"] = [one for one in rows["tasks"] if one not in family]
            case "units":
                row["units"] = [one | {"id": next(ids)} for one in draw(units)]
            case "figure" if row["targets"]:
                figure = row["targets"].pop()
                home = draw(st.sampled_from([None, row, *rows["tasks"]]))
                if home is not None:
                    home["targets"].append(figure | ({"value": "7"} if home is row else {}))
    if draw(st.booleans()):
        added = task(
            "99", "另加任务", [], [draw(figures) | {"id": next(ids)}], section=draw(st.sampled_from(SECTIONS))
        )
        if any(one["name"] == added["section"] for one in rows["sections"]):
            rows["tasks"].append(added | {"id": next(ids)})
    return rows


office_and_versions = versions.flatmap(
    lambda both: st.tuples(corrected(both[0]), st.just(both[0]), st.just(both[1]))
)


class Ledger:
    """A small model of a ledger that takes over what was accepted."""

    def __init__(self, rows):
        rows = deepcopy(rows)
        self.head = rows["document"]
        self.sections = {row["id"]: row for row in rows["sections"]}
        self.tasks = {row["id"]: row for row in rows["tasks"]}
        numbers = {row["number"]: row["id"] for row in rows["tasks"]}
        self.parents = {row["id"]: numbers.get(row["parent"]) for row in rows["tasks"]}
        self.in_section = {
            row["id"]: next(one["id"] for one in rows["sections"] if one["name"] == row["section"])
            for row in rows["tasks"]
        }
        self.units = {unit["id"]: (row["id"], unit) for row in rows["tasks"] for unit in row["units"]}
        self.figures = {one["id"]: (row["id"], one) for row in rows["tasks"] for one in row["targets"]}
        self.figures |= {one["id"]: (None, one) for one in rows["goals"]}
        self.next_id = 1000

    def new_id(self):
        self.next_id += 1
        return self.next_id

    def take(self, comparison, new):
        named = {found["name"]: row["id"] for row, found in comparison.sections}
        for row in new["sections"]:
            if row["name"] not in named:
                named[row["name"]] = pk = self.new_id()
                self.sections[pk] = dict(row)
        at = {found["number"]: row["id"] for row, found in comparison.tasks}
        kept = {id(found) for _row, found in comparison.targets}
        for one in comparison.proposals:
            getattr(self, f"_{one.kind}")(one, at, named, kept)
        used = set(self.in_section.values())
        stay = {row["id"] for row, _found in comparison.sections}
        self.sections = {pk: row for pk, row in self.sections.items() if pk in used or pk in stay}
        return self

    def _head(self, one, *_more):
        self.head |= one.new

    def _section(self, one, *_more):
        self.sections[one.row] |= one.new

    def _task(self, one, at, named, kept):
        if not one.new:
            for rows in (self.tasks, self.parents, self.in_section):
                del rows[one.row]
        elif one.old:
            fields = dict(one.new)
            if "section" in fields:
                self.in_section[one.row] = named[fields.pop("section")]
            if "parent" in fields:
                del fields["parent"]
                self.parents[one.row] = at.get(one.item["parent"])
            self.tasks[one.row] |= fields
        else:
            pk = at[one.place] = self.new_id()
            self.tasks[pk] = dict(one.item)
            self.parents[pk] = at.get(one.item["parent"])
            self.in_section[pk] = named[one.item["section"]]
            self.units |= {self.new_id(): (pk, dict(row)) for row in one.item["units"]}
            fresh = [row for row in one.item["targets"] if id(row) not in kept]
            self.figures |= {self.new_id(): (pk, dict(row)) for row in fresh}

    def _unit(self, one, *_more):
        if not one.new:
            del self.units[one.row]
        elif one.old:
            self.units[one.row][1]["role"] = one.new.get("role", self.units[one.row][1]["role"])
        else:
            self.units[self.new_id()] = (one.task, dict(one.item))

    def _target(self, one, at, *_more):
        if not one.new:
            del self.figures[one.row]
        elif one.old:
            fields = dict(one.new)
            home, row = self.figures[one.row]
            if "task" in fields:
                del fields["task"]
                home = at[one.place] if one.place else None
            if "binding" in fields:
                row["must"] = fields.pop("binding") == "yes"
            self.figures[one.row] = (home, row | fields)
        else:
            self.figures[self.new_id()] = (at[one.place] if one.place else None, dict(one.item))

    def rows(self):
        """The ledger again in the form that is compared."""
        numbers = {pk: row["number"] for pk, row in self.tasks.items()}
        tasks = [
            row
            | {
                "id": pk,
                "parent": numbers.get(self.parents[pk], ""),
                "section": self.sections[self.in_section[pk]]["title"],
                "units": [one | {"id": key} for key, (home, one) in self.units.items() if home == pk],
                "targets": [one | {"id": key} for key, (home, one) in self.figures.items() if home == pk],
            }
            for pk, row in self.tasks.items()
        ]
        sections = [row | {"id": pk, "name": row["title"]} for pk, row in self.sections.items()]
        goals = [one | {"id": key} for key, (home, one) in self.figures.items() if home is None]
        return {"document": self.head, "sections": sections, "tasks": tasks, "goals": goals}


def said(ledger):
    """What a ledger says, whatever the order of its rows."""
    tasks = {
        row["number"]: (
            *(row["title"], row["section"], row["parent"], words(row["text"])),
            {one["key"]: one["role"] for one in row["units"]},
            sorted(map(_figure, row["targets"])),
        )
        for row in ledger["tasks"]
    }
    used = {row["section"] for row in ledger["tasks"]}
    sections = sorted((row["title"], row["ordinal"]) for row in ledger["sections"] if row["name"] in used)
    return ledger["document"]["number"], sections, tasks, sorted(map(_figure, ledger["goals"]))


def _figure(row):
    value = float(row["value"])
    return row["indicator"], row["comparator"], value, row["unit"], row["due"], row["must"]


@LIMITS
@given(ledgers())
def test_a_version_compared_with_itself_changes_nothing(ledger):
    assert compare(live(ledger), ledger, deepcopy(ledger)).proposals == []


@LIMITS
@given(versions)
def test_all_accepted_the_ledger_says_what_the_new_version_says(both):
    old, new = both
    comparison = compare(live(old), old, new)

    ledger = Ledger(live(old)).take(comparison, new).rows()

    assert said(ledger) == said(new)
    assert compare(ledger, deepcopy(new), new).proposals == []


@LIMITS
@given(versions)
def test_without_the_version_before_it_comes_to_the_same(both):
    old, new = both

    ledger = Ledger(live(old)).take(compare(live(old), None, new), new).rows()

    assert said(ledger) == said(new)


@LIMITS
@given(versions)
def test_a_row_that_stays_is_the_same_row(both):
    """What was logged hangs on its id: whatever is neither dropped nor added is still there."""
    old, new = both
    before, comparison = live(old), compare(live(old), old, new)

    after = Ledger(before).take(comparison, new)

    stay = {row["id"] for row, _found in comparison.tasks}
    gone = {one.row for one in comparison.proposals if one.kind == "task" and not one.new}
    assert stay | gone == {row["id"] for row in before["tasks"]}
    assert stay <= after.tasks.keys() and not gone & after.tasks.keys()


@LIMITS
@given(office_and_versions)
def test_what_the_office_corrected_never_comes_back(three):
    corrected_ledger, old, _new = three

    assert compare(corrected_ledger, old, deepcopy(old)).proposals == []


@LIMITS
@given(office_and_versions)
def test_once_decided_nothing_is_asked_again(three):
    """Whether all was accepted or nothing: the next comparison begins with the version decided on."""
    corrected_ledger, old, new = three
    comparison = compare(corrected_ledger, old, new)
    taken = Ledger(corrected_ledger).take(comparison, new).rows()

    assert compare(taken, new, deepcopy(new)).proposals == []
    assert compare(corrected_ledger, new, deepcopy(new)).proposals == []


@LIMITS
@given(office_and_versions)
def test_every_proposal_is_of_a_row_that_is_there_and_changes_something(three):
    corrected_ledger, old, new = three
    ids = {
        "task": {row["id"] for row in corrected_ledger["tasks"]},
        "unit": {one["id"] for row in corrected_ledger["tasks"] for one in row["units"]},
        "target": {one["id"] for row in corrected_ledger["tasks"] for one in row["targets"]}
        | {one["id"] for one in corrected_ledger["goals"]},
        "section": {row["id"] for row in corrected_ledger["sections"]},
    }

    for one in compare(corrected_ledger, old, new).proposals:
        assert one.old != one.new
        assert one.row is None if not one.old else one.kind == "head" or one.row in ids[one.kind]
        assert one.task is None or one.task in ids["task"]
