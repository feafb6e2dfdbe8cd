"""A text and the stretches of it to mark, as pieces that a page shows in turn. No Django in here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """A stretch [start, end) of the text: what it is, its name on the page and where it leads."""

    start: int
    end: int
    kind: str
    anchor: str = ""
    href: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks, outermost first; `begins` are those that no earlier piece has."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The whole text, cut where a mark begins or ends; marks may nest, cross and lie partly outside."""
    found = []
    begun: set[Mark] = set()
    for start, end, active in _runs(text, list(marks), set()):
        found.append(Piece(text[start:end], start, active, _new(active, begun)))
    return found


def paragraphs(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The pieces line by line, without the line breaks; empty lines are left out."""
    breaks = {at for match in re.finditer("\n", text) for at in match.span()}
    lines: list[list[Piece]] = [[]]
    begun: set[Mark] = set()
    for start, end, active in _runs(text, list(marks), breaks):
        if text[start:end] == "\n":
            lines.append([])
        else:
            lines[-1].append(Piece(text[start:end], start, active, _new(active, begun)))
    return [line for line in lines if line]


def _runs(text: str, marks: list[Mark], cuts: set[int]) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end))[::-1]
    places = cuts | {0, len(text)} | {at for mark in marks for at in (mark.start, mark.end)}
    inside = sorted(at for at in places if 0 <= at <= len(text))
    active: list[Mark] = []
    for start, end in pairwise(inside):
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        active = [mark for mark in active if mark.end > start]
        yield start, end, tuple(active)


def _new(active: tuple[Mark, ...], begun: set[Mark]) -> tuple[Mark, ...]:
    fresh = tuple(mark for mark in active if mark not in begun)
    begun.update(fresh)
    return fresh


def within(mark: Mark, start: int, end: int) -> Mark | None:
    """The mark as the stretch [start, end) of the text sees it, counted from its start; None if outside."""
    first, last = max(mark.start, start), min(mark.end, end)
    if first >= last:
        return None
    return Mark(first - start, last - start, mark.kind, mark.anchor, mark.href, mark.tip)


def heading(text: str, start: int, end: int, title: str) -> tuple[int, int]:
    """Where a task's title stands: from its number to the title's end, else the first sentence."""
    at = text.find(title, start, end) if title else -1
    if at >= 0:
        return start, at + len(title)
    stop = re.compile("[。.,,;;\n]").search(text, start, end)
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
