"""Rows of a table into the lines that a document without tables would print."""

from __future__ import annotations

import re

_UNITS = re.compile(r"(?:牵头|责任|配合|参与|主办|协办|落实|承办)(?:责任)?(?:单位|部门|主体)")
_DUE = re.compile("完成时限|完成时间|时限|时间节点|完成期限")
_NUMBER = re.compile("序号|编号")


def rows_to_text(rows: list[list[str]]) -> str:
    """ "1 | 新建公园5个 | 市住建局 | 2023年底" under its head -> "1.新建公园5个" / "责任单位:市住建局" / …"""
    if aims := _aims(rows):
        return aims
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


_YEAR = re.compile(r"(20\d\d)年?(?:目标值?|规划值?)?$")
_VALUE = re.compile(r"(?P<sign>[<≤>≥]?)(?P<number>\d[\d,.]*)(?P<unit>%?)(?P<bound>以上|以内|左右)?$")


def _aims(rows: list[list[str]]) -> str:
    """A table 指标 | 2020年 | 2025年 as sentences about its last year: "到2025年,绿化率达到45%。" """
    cells = [[re.sub(r"\s", "", cell) for cell in row] for row in rows]
    head = next((row for row in cells[:3] if any(cell.startswith("指标") for cell in row)), None)
    years = {int(match.group(1)): at for at, cell in enumerate(head or []) if (match := _YEAR.match(cell))}
    if not head or len(years) < 2:
        return ""
    name = next(at for at, cell in enumerate(head) if cell.startswith("指标"))
    unit = head.index("单位") if "单位" in head else None
    lines = []
    for row in cells[cells.index(head) + 1 :]:
        printed = row[name] if len(row) == len(head) else ""
        measure = row[unit] if printed and unit is not None else ""
        lines.append(
            _aim(max(years), printed, measure, row[years[max(years)]] if printed else "") or "\t".join(row)
        )
    return "\n".join(lines)


def _aim(year: int, name: str, unit: str, cell: str) -> str:
    value, aside = _VALUE.match(cell), re.search(r"[(（]([^()（）]{1,10})[)）]$", name)
    if not value:
        return ""
    if not unit and aside:
        name, unit = name[: aside.start()], aside.group(1)
    word = "不超过" if value["sign"] in {"<", "≤"} else "达到"
    name = re.sub(r"^\d{1,2}[.、]?", "", name)
    return f"到{year}年,{name}{word}{value['number']}{value['unit'] or unit}{value['bound'] or ''}。"


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
