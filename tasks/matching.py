"""Which row of a new version is which row of the live ledger. No Django in here.

The form of the ledgers is that of tasks.differences.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from tasks.extraction.scoring import plain

# "3.", "(三)", "三、", "3.1." before a task's words, but not the "3." of "3.5万套".
NUMBER = re.compile(r"^[(（]?(?:[0-9]+(?:[.．][0-9]+)*|[一二三四五六七八九十百]+)[)）、.．](?![0-9])")
# "(责任单位：市住建局，各县(区)人民政府)"
CLAUSE = re.compile(
    r"[(（【][^()（）【】]{0,8}(?:责任|牵头|配合|负责|主办|协办)(?:[^()（）【】]|[(（][^()（）]*[)）])*[)）】]"
)

Pair = tuple[dict, dict]
Pairs = list[Pair]


class Rows:
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
        self.had_tasks = ids(settled)
        self._now = {id(old): new for old, new in [*self.tasks, *self._kept_tasks]}
        self._live_now = ids(_second(self.tasks))

    def _follow_targets(self) -> None:
        said = _pair_targets(self.live, self.base, self._said_tasks)
        kept = _pair_targets(self.base, self.new, self._kept_tasks)
        known, settled = _through(said, kept), _second(kept)
        self.targets = _pair_targets(self.live, self.new, self.tasks, known, settled)
        self.base_of_target = {row["id"]: old for row, old in said}
        self.had_targets = ids(settled)
        self._homes = {id(row): task for ledger in (self.live, self.base) for task, row in figures_of(ledger)}

    def _follow_sections(self) -> None:
        said = _pair_sections(self.live, self.base, self._said_tasks)
        kept = _pair_sections(self.base, self.new, self._kept_tasks)
        known, settled = _through(said, kept), _second(kept)
        self.sections = _pair_sections(self.live, self.new, self.tasks, known, settled)
        self.had_sections = ids(settled)
        self.said_sections = {row["id"] for row, _old in said}
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


def ids(rows: Iterable[dict]) -> set[int]:
    """By identity: two rows of a document may say the same."""
    return {id(row) for row in rows}


def _second(pairs: Sequence[Pair]) -> list[dict]:
    return [new for _old, new in pairs]


def _through(first: Pairs, second: Pairs) -> Pairs:
    onward = {id(old): new for old, new in second}
    return [(row, onward[id(old)]) for row, old in first if id(old) in onward]


def text_of(row: dict, name: str) -> str:
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


def figures_of(ledger: dict) -> Iterator[tuple[dict | None, dict]]:
    for goal in ledger["goals"]:
        yield None, goal
    for task in ledger["tasks"]:
        for figure in task["targets"]:
            yield task, figure


class _Pairing:
    """Pairs of rows of two ledgers. The `known` stand; `settled` rows of the second are not looked at."""

    def __init__(self, known: Sequence[Pair], settled: Iterable[dict]):
        self.found: Pairs = []
        self._ours: set[int] = set()
        self._theirs = ids(settled)
        self._take(known)

    def _take(self, pairs: Sequence[Pair]) -> None:
        self.found += pairs
        self._ours |= ids(old for old, _new in pairs)
        self._theirs |= ids(_second(pairs))

    def add(self, olds: list[dict], news: list[dict], looks: Callable, likeness: Callable) -> None:
        """Pairs what is left of these rows."""
        ours = [row for row in olds if id(row) not in self._ours]
        theirs = [row for row in news if id(row) not in self._theirs]
        self._take(_best_pairs(ours, theirs, looks, likeness))


def _pair_tasks(
    olds: list[dict], news: list[dict], known: Sequence[Pair] = (), settled: Iterable[dict] = ()
) -> Pairs:
    """Numbered tasks among themselves, then parts inside tasks that are the same, then whatever is left."""
    pairs = _Pairing(known, settled)

    def add(old_rows, new_rows):
        # First those of the same title, which is cheap and mostly all.
        pairs.add(old_rows, new_rows, _title_looks, _same_title)
        pairs.add(old_rows, new_rows, _task_looks, _same_task)

    add(_top(olds), _top(news))
    for old, new in [pair for pair in pairs.found if not pair[0]["parent"]]:
        add(_parts(olds, old), _parts(news, new))
    ours, theirs = _leaves(olds), _leaves(news)
    add(_below(ours), theirs)
    add(_top(ours), _below(theirs))
    return pairs.found


def _top(tasks: list[dict]) -> list[dict]:
    return [task for task in tasks if not task["parent"]]


def _parts(tasks: list[dict], parent: dict) -> list[dict]:
    return [task for task in tasks if task["parent"] == parent["number"]]


def _below(tasks: list[dict]) -> list[dict]:
    return [task for task in tasks if task["parent"]]


def _leaves(tasks: list[dict]) -> list[dict]:
    """Those without parts, whose words are therefore all their own."""
    wholes = {task["parent"] for task in tasks}
    return [task for task in tasks if task["number"] not in wholes]


def _best_pairs(olds: list[dict], news: list[dict], looks: Callable, likeness: Callable) -> Pairs:
    """Greedy: the likest two first; 0 is no pair; of equals the one that stands nearer.

    `looks` takes of a row, once, what `likeness` compares.
    """
    ours, theirs = list(map(looks, olds)), list(map(looks, news))
    scored = [
        (-score, abs(i - j), i, j)
        for i, old in enumerate(ours)
        for j, new in enumerate(theirs)
        if (score := likeness(old, new))
    ]
    pairs, left, right = [], set(range(len(olds))), set(range(len(news)))
    for _score, _far, i, j in sorted(scored):
        if i in left and j in right:
            pairs.append((i, j))
            left.discard(i)
            right.discard(j)
    return [(olds[i], news[j]) for i, j in sorted(pairs)]


def _pairs_of_signs(text: str) -> frozenset[str]:
    text = plain(text)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset([text])


def _alike(one: frozenset, other: frozenset) -> float:
    """The share of pairs of characters that two texts have in common, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other))


def _title_looks(task: dict) -> tuple:
    return task["title"], task["number"]


def _same_title(old: tuple, new: tuple) -> float:
    if old[0] != new[0]:
        return 0.0
    return 2.0 if old == new else 1.0


def _task_looks(task: dict) -> tuple:
    return task["number"], _pairs_of_signs(task["title"]), _pairs_of_signs(text_of(task, "text"))


def _same_task(old: tuple, new: tuple) -> float:
    """Half of the title's or of the text's pairs of characters in common; the number alone proves nothing."""
    likeness = max(_alike(old[1], new[1]), _alike(old[2], new[2]))
    return likeness + 0.05 * (old[0] == new[0]) if likeness >= 0.5 else 0.0


def _pair_targets(
    olds: dict, news: dict, tasks: Pairs, known: Sequence[Pair] = (), settled: Iterable[dict] = ()
) -> Pairs:
    """Figures inside tasks that are the same; what is left over may have moved to another task."""
    pairs = _Pairing(known, settled)
    pairs.add(olds["goals"], news["goals"], _figure_looks, _same_figure)
    for old, new in tasks:
        pairs.add(old["targets"], new["targets"], _figure_looks, _same_figure)
    every, others = ([row for _task, row in figures_of(ledger)] for ledger in (olds, news))
    pairs.add(every, others, _measure, _same_measure)
    return pairs.found


def _figure_looks(figure: dict) -> tuple:
    return text_of(figure, "value"), text_of(figure, "unit"), _pairs_of_signs(figure["indicator"])


def _same_figure(old: tuple, new: tuple) -> float:
    """The same measure of a like indicator; its value may have changed, and that it has not is a hint."""
    same_value = old[0] == new[0]
    likeness = _alike(old[2], new[2])
    if old[1] != new[1]:
        return likeness if likeness >= 0.8 else 0.0
    return likeness + 0.5 * same_value if likeness >= (0.25 if same_value else 0.5) else 0.0


def _measure(figure: dict) -> tuple:
    return tuple(text_of(figure, name) for name in ("indicator", "value", "unit"))


def _same_measure(old: tuple, new: tuple) -> float:
    """A figure counts as moved only with its indicator, value and unit."""
    return float(old == new)


def _pair_sections(
    olds: dict, news: dict, tasks: Pairs, known: Sequence[Pair] = (), settled: Iterable[dict] = ()
) -> Pairs:
    """Sections of the same name; of the others the one into which the most tasks of the old one went, and of
    those that hold no tasks the one of the same ordinal.
    """
    went = Counter((old["section"], new["section"]) for old, new in tasks)
    pairs = _Pairing(known, settled)
    ours, theirs = olds["sections"], news["sections"]
    pairs.add(ours, theirs, _name, lambda old, new: float(old == new))
    pairs.add(ours, theirs, _name, lambda old, new: float(went[old, new]))
    pairs.add(bare(olds), bare(news), _ordinal, lambda old, new: float(old == new))
    return pairs.found


def bare(ledger: dict) -> list[dict]:
    """The sections that hold no task: goals, or nothing yet."""
    used = {task["section"] for task in ledger["tasks"]}
    return [section for section in ledger["sections"] if section["name"] not in used]


def _name(section: dict) -> str:
    return section["name"]


def _ordinal(section: dict) -> str:
    return section["ordinal"]
