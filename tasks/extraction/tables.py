"""Rows of a table into the lines that a document without tables would print."""

from __future__ import annotations

import re

_UNITS = re.compile(r"(?:牵头|责任|配合|参与|主办|协办|落实|承办)(?:责任)?(?:单位|部门|主体)")
_DUE = re.compile("完成时限|完成时间|时限|时间节点|完成期限")
_NUMBER = re.compile("序号|编号")


def rows_to_text(rows: list[list[str]]) -> str:
    """ "1 | 新建公园5个 | 市住建局 | 2023年底" under its head -> "1.新建公园5个" / "责任单位:市住建局" / …"""
    head = next((row for row in rows[:3] if any(_UNITS.search(cell) for cell in row)), None)
    if not head:
        return "\n".join("\t".join(cell for cell in row if cell) for row in rows)
    lines = []
    for row in rows[: rows.index(head)]:
        lines.append("\t".join(_once(row)))
    above: list[str] = [""] * len(head)
    for row in rows[rows.index(head) + 1 :]:
        lines += _row_lines(head, row, above)
    return "\n".join(lines)


def _row_lines(head: list[str], row: list[str], above: list[str]) -> list[str]:
    cells = [*row, *[""] * (len(head) - len(row))][: len(head)]
    if (
        len(set(cells)) == 1 or len([cell for cell in cells if cell]) == 1
    ):  # a division across the whole table
        return [next((cell for cell in cells if cell), "")]
    number, words, labelled = "", [], []
    for title, cell in zip(head, cells, strict=True):
        title = re.sub(r"\s", "", title)
        if not cell:
            continue
        if _NUMBER.search(title):
            number = re.sub(r"\D*$", "", cell)
        elif match := _UNITS.search(title):
            labelled.append(f"{match.group()}:{'、'.join(cell.split())}")
        elif _DUE.search(title):
            labelled.append(f"完成时限:{cell}")
        else:
            words.append(cell)
    lead = f"{number}." if number.isdigit() else number
    return [lead + "。".join(_once(words)), *labelled]


def _once(cells: list[str]) -> list[str]:
    """A merged cell is returned once for each column that it spans."""
    return [cell for at, cell in enumerate(cells) if cell and (at == 0 or cell != cells[at - 1])]
