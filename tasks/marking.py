"""A text and the stretches of it to mark, as pieces that a page shows in turn. No Django in here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """A stretch [start, end) of the text: what it is, its name on the page and where it leads.

    The name stands at the first piece, or `at_end` at the last: stretches of figures overlap from the left
    ("新建住房100套、改造20户" for the second), and what ends there is their own.
    """

    start: int
    end: int
    kind: str
    anchor: str = ""
    href: str = ""
    tip: str = ""
    at_end: bool = False


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks, outermost first; `names` are the anchors that stand here."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    names: tuple[str, ...] = ()


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The whole text, cut where a mark begins or ends; marks may nest, cross and lie partly outside."""
    return _named([Piece(text[start:end], start, under) for start, end, under in _runs(text, marks, set())])


def paragraphs(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The pieces line by line, without the line breaks; empty lines are left out."""
    breaks = {at for match in re.finditer("\n", text) for at in match.span()}
    runs = [run for run in _runs(text, marks, breaks) if text[run[0] : run[1]] != "\n"]
    lines: list[list[Piece]] = []
    for piece in _named([Piece(text[start:end], start, under) for start, end, under in runs]):
        if not lines or text[piece.start - 1] == "\n":
            lines.append([])
        lines[-1].append(piece)
    return lines


def _runs(text: str, marks: Iterable[Mark], cuts: set[int]) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
    """Each run between two cuts with the marks over it."""
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end))[::-1]
    places = cuts | {0, len(text)} | {at for mark in waiting for at in (mark.start, mark.end)}
    inside = sorted(at for at in places if 0 <= at <= len(text))
    active: list[Mark] = []
    for start, end in pairwise(inside):
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        active = [mark for mark in active if mark.end > start]
        yield start, end, tuple(active)


def _named(found: list[Piece]) -> list[Piece]:
    """The pieces with the names of their marks, each name once."""
    places: dict[Mark, int] = {}
    for place, piece in enumerate(found):
        for mark in piece.marks:
            if mark.at_end or mark not in places:
                places[mark] = place
    names: dict[int, list[str]] = {}
    for mark, place in places.items():
        if mark.anchor:
            names.setdefault(place, []).append(mark.anchor)
    return [replace(piece, names=tuple(names.get(place, ()))) for place, piece in enumerate(found)]


def within(mark: Mark, start: int, end: int) -> Mark | None:
    """The mark as the stretch [start, end) of the text sees it, counted from its start; None if outside."""
    first, last = max(mark.start, start), min(mark.end, end)
    if first >= last:
        return None
    return replace(mark, start=first - start, end=last - start)


def heading(text: str, start: int, end: int, title: str) -> tuple[int, int]:
    """Where a task's title stands: from its number to the title's end, else the first sentence."""
    at = text.find(title, start, end) if title else -1
    if at >= 0:
        return start, at + len(title)
    # The point of "7.加强住房" ends no sentence.
    stop = re.compile(r"[。,,;;\n]|(?<!\d)\.").search(text, start, end)
    return start, stop.start() if stop and stop.start() > start else end


def hits(text: str, words: str) -> list[Mark]:
    """Every place of the words, whatever their case."""
    if not words:
        return []
    found = re.finditer(re.escape(words), text, re.IGNORECASE)
    return [Mark(match.start(), match.end(), "hit") for match in found]


def excerpt(text: str, words: str, around: int = 40) -> list[Piece]:
    """The surroundings of the first hit with all hits in it marked; the beginning where there is none."""
    marks = hits(text, words)
    first = marks[0].start if marks else 0
    start, end = max(first - around, 0), min(first + len(words) + around, len(text))
    cut = ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")
    return pieces(cut, hits(cut, words))
