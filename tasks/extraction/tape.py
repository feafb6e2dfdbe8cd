"""A text that is edited while each of its letters keeps its place in the original.

"２０２３ 年" -> "2023年", whose 年 still knows that it was the sixth letter
"""

from __future__ import annotations

import re
from array import array


class Tape:
    """A text and, for each of its characters, the stretch of the original that it stands for."""

    def __init__(self, text: str, starts: array | None = None, ends: array | None = None):
        self.text = text
        self.starts = starts if starts is not None else array("l", range(len(text)))
        self.ends = ends if ends is not None else array("l", range(1, len(text) + 1))

    def replace(self, pattern: re.Pattern, read) -> int:
        """Put `read(match)` for each match; of the same length it keeps its places."""
        edits = []
        for match in pattern.finditer(self.text):
            new = read(match)
            if new is not None and new != match.group():
                edits.append((match.start(), match.end(), new))
        self.edit(edits)
        return len(edits)

    def edit(self, edits: list[tuple[int, int, str]]) -> None:
        """(start, end, new text) in order; new text of another length stands for the whole stretch."""
        if not edits:
            return
        pieces: list[str] = []
        starts, ends, at = array("l"), array("l"), 0
        for start, end, new in edits:
            pieces += (self.text[at:start], new)
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            elif new:
                starts += array("l", [self.starts[start]]) * len(new)
                ends += array("l", [self.ends[end - 1]]) * len(new)
            at = end
        pieces.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        self.text, self.starts, self.ends = "".join(pieces), starts, ends
