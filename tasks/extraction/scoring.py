"""How near the reader comes to a careful person's reading of the same document.

Both are given as the JSON of the contract. Units are compared by task and name, their roles apart; figures
by task, value, unit and comparator, and an indicator that shares at least half of its pairs of characters.
A figure that the person calls borderline (`must` false) counts neither way.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

HEAD = ("title", "number", "issuer", "region", "issued_on", "period")
ALIKE = 0.5


@dataclass
class Score:
    """Counts of one kind of item, and each wrong one in words."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        found = self.right + len(self.wrong)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        there = self.right + len(self.missed)
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def score(reading: dict, found: dict) -> dict[str, Score]:
    """A score by kind: tasks, titles, units, roles, targets, due, reports, head; and "sure".

    "sure" is about tasks, units in their roles and figures that the reader found without a doubt: its
    precision says how many of them are right.
    """
    targets, due, sure = _targets(reading, found)
    return {
        "tasks": _sets(_numbers(reading), _numbers(found)),
        "titles": _same(_titles(reading), _titles(found)),
        "units": _sets(set(_units(reading)), set(_units(found))),
        "roles": _same(_units(reading), _units(found), both_only=True),
        "targets": targets,
        "due": due,
        "reports": _sets(_reports(reading), _reports(found)),
        "head": _same(_head(reading), _head(found)),
        "sure": sure + _sure_tasks(reading, found),
    }


def plain(text: object) -> str:
    """A name without the differences that the contract leaves open: brackets, blanks, quotation marks."""
    table = str.maketrans({"（": "(", "）": ")", "“": '"', "”": '"', " ": None})
    return str(text if text is not None else "").translate(table)


def _numbers(ledger: dict) -> set:
    return {task["number"] for task in ledger["tasks"]}


def _titles(ledger: dict) -> dict:
    return {task["number"]: plain(task["title"]) for task in ledger["tasks"]}


def _units(ledger: dict) -> dict:
    return {
        (task["number"], plain(unit["name"])): unit["role"]
        for task in ledger["tasks"]
        for unit in task["units"]
    }


def _reports(ledger: dict) -> set:
    return {report["due"] for report in ledger["reports"]}


def _head(ledger: dict) -> dict:
    return {key: plain(ledger["document"].get(key)) for key in HEAD}


def _sets(there: set, found: set) -> Score:
    return Score(len(there & found), _listed(found - there), _listed(there - found))


def _listed(items: set) -> list[str]:
    return sorted(" ".join(item) if isinstance(item, tuple) else str(item) for item in items)


def _same(there: dict, found: dict, both_only: bool = False) -> Score:
    """Values by key; with `both_only` a key that one side lacks counts neither way."""
    keys = there.keys() & found.keys() if both_only else there.keys() | found.keys()
    result = Score()
    for key in sorted(keys):
        if there.get(key) == found.get(key):
            result.right += 1
            continue
        words = (
            f"{' '.join(key) if isinstance(key, tuple) else key}: “{found.get(key)}” for “{there.get(key)}”"
        )
        if key in found:
            result.wrong.append(words)
        if key in there:
            result.missed.append(words)
    return result


def _rows(ledger: dict) -> Iterator[tuple[str, dict]]:
    for goal in ledger["goals"]:
        yield "goals", goal
    for task in ledger["tasks"]:
        for target in task["targets"]:
            yield task["number"], target


def figure_key(target: dict) -> tuple:
    return Decimal(target["value"]).normalize(), plain(target["unit"]), target["comparator"]


def _key(place: str, target: dict) -> tuple:
    return (place, *figure_key(target))


def _sure_tasks(reading: dict, found: dict) -> Score:
    numbers, units = _numbers(reading), set(_units(reading).items())
    sure = Score()
    for task in found["tasks"]:
        number = task["number"]
        if not task.get("doubt"):
            _tell(sure, number in numbers, f"task {number}")
        for unit in task["units"]:
            if not unit.get("doubt"):
                right = ((number, plain(unit["name"])), unit["role"]) in units
                _tell(sure, right, f"{number} {unit['name']} {unit['role']}")
    return sure


def _tell(sure: Score, right: bool, words: str) -> None:
    if right:
        sure.right += 1
    else:
        sure.wrong.append(words)


def _targets(reading: dict, found: dict) -> tuple[Score, Score, Score]:
    left = [(_key(place, target), target) for place, target in _rows(found)]
    targets, due, sure = Score(), Score(), Score()
    # What must be found is matched first, so that a borderline figure never takes its place.
    for must in (True, False):
        for place, wanted in _rows(reading):
            if wanted.get("must", True) != must:
                continue
            hit = _best(_key(place, wanted), wanted, left, ALIKE if must else 0)
            if hit:
                left.remove(hit)
                if must and not hit[1].get("doubt"):
                    sure.right += 1
            if must:
                _count(targets, due, place, wanted, hit[1] if hit else None)
    targets.wrong += [f"{key[0]} {_words(target)}" for key, target in left]
    sure.wrong += [f"{key[0]} {_words(target)}" for key, target in left if not target.get("doubt")]
    return targets, due, sure


def _best(key: tuple, wanted: dict, left: list, least: float):
    hits = [
        (alike(wanted["indicator"], target["indicator"]), row)
        for row in left
        for other, target in [row]
        if other == key
    ]
    likely = [hit for hit in hits if hit[0] >= least]
    return max(likely, key=lambda hit: hit[0])[1] if likely else None


def _count(targets: Score, due: Score, place: str, wanted: dict, hit: dict | None) -> None:
    if hit is None:
        targets.missed.append(f"{place} {_words(wanted)}")
        return
    targets.right += 1
    if hit["due"] == wanted["due"]:
        due.right += 1
    else:
        due.wrong.append(f"{place} {wanted['indicator']}: {hit['due']} for {wanted['due']}")


def _words(target: dict) -> str:
    return f"{target['indicator']} {target['comparator']}{target['value']}{target['unit']}"


def alike(one: str, other: str) -> float:
    """The share of pairs of characters that two names have in common, 0 to 1."""
    pairs, others = _pairs(one), _pairs(other)
    return 2 * (pairs & others).total() / (pairs.total() + others.total())


def _pairs(text: str) -> Counter:
    text = plain(text)
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])
