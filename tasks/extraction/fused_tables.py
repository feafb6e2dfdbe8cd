"""Tables that lost every separator: a site for sharing files gives a document as one run of letters.

    …任务分解表序号项目名称主要内容分管领导牵头单位配合单位1增加学位供给新建学校2所。钱小小教育局
    2、财政局各街道2促进就业新增就业500人。…

The titles of the head stand in a row and announce the columns; a 1 behind them begins the first row, and a
row begins where the next number stands between a unit and words. "2、" is a page mark of the site. What
stands in which column is guessed from the names of units, so all of it is doubted (`Table.unparted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .columns import PERSON, TASK, UNIT, Column, column_of
from .table_heads import new_table
from .table_lines import BELOW_TABLE, ORDINAL, Line
from .tables import PASSED, TASKS, Cell, Table

_TITLE = (
    r"(?:序号|类别|领域|项目名称|项目|(?:重点|主要|工作|目标|具体|年度)*任务|(?:主要|具体|工作|建设|任务)?内容"
    r"|(?:具体|工作|主要)*(?:举措|措施)|(?:工作|年度|任务)*目标"
    r"|[省市县区]?(?:政府)?(?:分管|责任|牵头|包联)[省市县区]?领导|责任人"
    r"|(?:牵头|责任|配合|主办|协办|承办|实施|参与|主管)(?:单位|部门)|(?:完成|办结)?(?:时限|期限|时间)|备注)"
)
_HEAD = re.compile(rf"序号(?:{_TITLE}){{2,9}}(?=\s?1[\u4e00-\u9fff“])")
TITLES = re.compile(_TITLE)
_PAGE_MARK = re.compile(r"[ \t\u3000]*(\d{1,3})、")
_LONGEST = 60_000  # letters of a table

# --- rows ---

# Before the number of a row stands a unit or a full stop, behind it words, and no measure: 各街道3老城厢
_BEFORE_NUMBER = "[局委办部院会府心司团队道镇乡区县市站所园位门社馆校处)。]"
_NO_MEASURE = "(?![个家所条处项座人名户亩万亿年月日次件套台批只辆间期类层级轮米公千百平里小时])"
_NUMBER = re.compile(rf"(?<={_BEFORE_NUMBER})\s*(\d{{1,3}}){_NO_MEASURE}(?=[\u4e00-\u9fff“])")
# A body of a government; in a run of letters none is known but by how it ends.
_STRONG = "(?:局|委|办公室|办|厅|公司|集团|中心|管委会|委员会|妇联|残联|总工会|人民政府)"
_ANY = rf"(?:{_STRONG}|街道|园|新区|乡镇|镇街|镇|乡|院|大队|支队|部门|单位)"
_ZONE = "各地|各[县市区]|经开区|高新区|开发区"
_ASIDE = r"(?:\([^()]{1,12}\))?"
# A body's name never begins with the deed that follows a list: 轨道公司推进核心区改造
_DEEDS = "新建|改建|扩建|推进|完成|实施|落实|开展|建成|启动|组织|打造|提升|改造|加快|持续|继续|全面|优化|促进"
_UNIT = re.compile(rf"(?!{_DEEDS})(?:{_ZONE}|[\u4e00-\u9fff]{{1,9}}?{_ANY}){_ASIDE}")
_FIRST_UNIT = re.compile(rf"(?!{_DEEDS})[\u4e00-\u9fff]{{2,10}}?{_STRONG}{_ASIDE}")
# The departments that every county has, to part a person's name from the unit behind it: 钱小小|教育局
_STEM = re.compile(
    "教育|教体|科技|工信|经信|发改|公安|民政|司法|财政|人社|人力社保|资规|自然资源|规划|生态环境|环保|住建|城管|交通"
    "|水利|水务|农业|农水|商务|文体|文旅|文广|卫健|卫生|退役|应急|审计|国资|市场监管|市监|体育|统计|医保|信访|行政审批"
    "|园林|林业|林草|林水|绿化|招商|消防|气象|供销|档案|机关事务|人防|粮食|粮储|投资促进|乡村振兴|网信|编办|党校|科协"
    "|政务服务|大数据|宣传|组织|政法|妇联|残联|总工会|团[市县区]委|[省市县区][\u4e00-\u9fff]{1,8}"
)
# What a project is called ends where its contents begin: 优化养老服务|为全区老年人…
_CONTENT = re.compile(
    r"实施|完成|落实|新建|改建|扩建|推进|开展|建成|启动|组织|打造|继续|持续|全面|[为对](?=全|\d)"
)
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 20


def fused_table_at(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """The table whose head stands in this line, and the line after it."""
    line = lines[at]
    head = _HEAD.search(text, line.start, line.end + 3)  # the first row may stand in the next line
    if not head:
        return None
    columns = [column_of(title) for title in TITLES.findall(head.group())]
    columns = [Column(TASK, one.title) if one.title in {"项目名称", "项目"} else one for one in columns]
    if not any(column.kind == UNIT for column in columns):
        return None
    after, marks = _lines_of(text, lines, at)
    table = new_table(text, lines, at, after, columns)
    if table.kind != TASKS:
        return None
    before = text[line.start : head.start()]
    table.caption = re.sub(r"^\d{1,3}、|\s", "", before) or table.caption
    table.start, table.unparted = head.start(), True
    run = _Run(text, head.end(), min(lines[after - 1].end, head.end() + _LONGEST), head.group(), marks)
    _fill(run, table)
    if len(table.rows) < 2:  # better unread than read as prose, where nothing would be doubted
        table.kind, table.end = PASSED, lines[after - 1].end
    return (table, after) if table.rows else None


def _lines_of(text: str, lines: list[Line], at: int) -> tuple[int, list[tuple[int, int]]]:
    """The line after the table and its page marks, each with the line break before it."""
    marks = []
    first = _PAGE_MARK.match(text, lines[at].start)
    page = int(first[1]) if first else 0
    after = at + 1
    while after < len(lines) and lines[after].start - lines[at].start < _LONGEST:
        mark = _PAGE_MARK.match(text, lines[after].start)
        if mark and page and int(mark[1]) == page + 1:
            marks.append((lines[after - 1].end, mark.end()))
            page += 1
        elif page or not _is_row(text, lines[after]):
            break
        after += 1
    return after, marks


def _is_row(text: str, line: Line) -> bool:
    """Without page marks each further row has to be a line that begins with its number."""
    printed = text[line.start : line.end]
    below = BELOW_TABLE.match(printed) or ORDINAL.match(printed)
    return not line.gap and not below and bool(re.match(r"\s*\d{1,3}[\u4e00-\u9fff“]", printed))


class _Run:
    """The letters of a table without page marks and repeated heads, each with its place in the text."""

    def __init__(self, text: str, start: int, end: int, head: str, marks: list[tuple[int, int]]):
        again = [found.span() for found in re.finditer(re.escape(head), text[start:end])]
        self.dropped = sorted([*marks, *[(start + first, start + last) for first, last in again]])
        self.dropped = [span for span in self.dropped if start <= span[0] and span[1] <= end]
        self.places: list[int] = []
        at = start
        for first, last in self.dropped:
            self.places += range(at, first)
            at = last
        self.places += range(at, end)
        self.letters = "".join(text[place] for place in self.places)

    def cell(self, start: int, end: int) -> Cell:
        while start < end and self.letters[start].isspace():
            start += 1
        while start < end and self.letters[end - 1].isspace():
            end -= 1
        return Cell(self.places[start], self.places[end - 1] + 1) if end > start else Cell()


def _fill(run: _Run, table: Table) -> None:
    for start, begin, end in _rows(run.letters):
        at = begin
        number = run.cell(start, begin)
        for words_end, units in [*_lists(run.letters, begin, end, table.columns), (end, [])]:
            if words_end > at:
                _add_row(run, table, number, (at, words_end), units)
                number = Cell()
            at = units[-1][1] if units else words_end
    table.mends = sorted([*table.mends, *[(start, end, "") for start, end in run.dropped]])
    table.end = max([table.end, *[cell.end for row in table.rows for cell in row]])


def _rows(letters: str) -> Iterator[tuple[int, int, int]]:
    """Where the number of each row begins, where its words begin, and where it ends."""
    first = re.compile(r"\s?1").match(letters)
    if not first:
        return
    number, start, begin = 1, 0, first.end()
    for found in _NUMBER.finditer(letters, begin):
        if int(found[1]) == number + 1:
            yield start, begin, found.start()
            number, start, begin = number + 1, found.start(), found.end()
    yield start, begin, len(letters)


def _lists(
    letters: str, start: int, end: int, columns: list[Column]
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Behind a full stop the units of the words before it, where the words end and where each name stands."""
    has_person = any(column.kind == PERSON for column in columns)
    for stop in re.compile("[。；;]").finditer(letters, start, end):
        first = _FIRST_UNIT.match(letters, stop.end(), end)
        if not first:
            continue
        begin = first.start() + (_person(first.group()) if has_person else 0)
        if has_person and begin == first.start():
            continue
        spans, at = [(begin, first.end())], first.end()
        while unit := _UNIT.match(letters, at, end):
            spans.append(unit.span())
            at = unit.end()
        yield stop.end(), spans


def _person(printed: str) -> int:
    """How many letters of 钱小小教育局 are the name of a person, 0 if none."""
    return next((size for size in (3, 2, 4) if _STEM.match(printed, size)), 0)


def _add_row(
    run: _Run, table: Table, number: Cell, said: tuple[int, int], units: list[tuple[int, int]]
) -> None:
    """The number, the title and the contents, the first unit and the others, each in its column."""
    row = [number] + [Cell()] * (len(table.columns) - 1)
    kinds = [column.kind for column in table.columns]
    texts = [at for at, kind in enumerate(kinds) if kind not in {UNIT, PERSON} and at][:2]
    title = _title_end(run.letters, *said) if number and len(texts) > 1 else said[0]
    row[texts[0]] = run.cell(said[0], title)
    row[texts[-1]] = run.cell(title, said[1]) or row[texts[-1]]
    if PERSON in kinds and units:  # kept, so that it is masked
        row[kinds.index(PERSON)] = run.cell(said[1], units[0][0])
    places = [at for at, kind in enumerate(kinds) if kind == UNIT]
    of_first = 1 if len(places) > 1 else len(units)
    for at, names in zip(places, (units[:of_first], units[of_first:]), strict=False):
        row[at] = run.cell(names[0][0], names[-1][1]) if names else Cell()
        table.mends += [(run.places[name[0]], run.places[name[0]], "、") for name in names[1:]]
    table.guessed.add(len(table.rows))
    table.rows.append(row)


def _title_end(letters: str, start: int, end: int) -> int:
    found = _CONTENT.search(letters, start + _SHORTEST_TITLE, min(end, start + _LONGEST_TITLE))
    return found.start() if found else end
