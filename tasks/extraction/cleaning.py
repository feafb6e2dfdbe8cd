"""From the text as it was published to a clean text, every character tied to its place in the original."""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from .contract import Finding
from .outline import DECIMAL_MARK
from .places import NATION, prefecture_of_counties, region_in


@dataclass
class Clean:
    text: str
    starts: array
    ends: array
    findings: list[Finding] = field(default_factory=list)
    ocr: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, printed, read


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


def clean(source: str) -> Clean:
    tape = Tape(source)
    findings: list[Finding] = []
    _normalise(tape)
    _collapse(tape)
    tape.replace(_MARKUP, lambda match: "")
    length, blanks = len(tape.text), tape.text.count(" ")
    if tape.text.count("\n") * 600 < length and length > 400 and 2 < blanks < length / 25:
        tape.replace(_PARAGRAPH, lambda match: "\n")  # all in one line: a blank stands for its end
    tape.replace(_BROKEN, _mended)
    tape.replace(_SPACED, lambda match: match.group().replace(" ", ""))
    if len(_PINYIN.findall(tape.text)) > 4:
        tape.replace(_PINYIN, lambda match: "")
    simplify(tape, findings)
    marks = _drop_page_marks(tape)
    if marks:
        findings.append(Finding("page_marks", {"count": marks}, level="warning"))
    _drop_spaces(tape)
    _read_ocr_dates(tape)
    _read_spam(tape, findings)
    for _ in range(4):  # a joined line may be a sentence now, and a shorter line may show the next break
        if not (_join_lines(tape) | _drop_spaces_in_sentences(tape) | _read_ocr_dates(tape)):
            break
    ocr = _read_ocr_numbers(tape)
    return Clean(tape.text, tape.starts, tape.ends, findings, ocr)


# --- characters ---

# Brackets, digits and Latin letters become half width; commas and stops stay as printed, because a title is
# quoted with the punctuation that it was printed with.
_HALF = {
    0xFF08: "(",
    0xFF09: ")",
    0xFF05: "%",
    0xFF0E: ".",
    0xFF0B: "+",
    0xFF0D: "-",
    0xFF0F: "/",
    0xFE6A: "%",
}
_HALF |= {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_HALF |= {code: chr(code - 0xFEE0) for code in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x202F, 0x205F, 0x0009, *range(0x2000, 0x200B)], " ")
_BREAKS = dict.fromkeys([0x000D, 0x000B, 0x000C, 0x0085, 0x2028, 0x2029], "\n")
_NOTHING = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f\u007f\ud800-\udfff]|\r(?=\n)"
)
# Markdown's signs of emphasis and heading; "# Page 12:" is a page mark and is looked at later
_EMPHASIS = re.compile(r"\*{2,}")
_MARKUP = re.compile(r"(?:(?<=\n)|\A)(?:#{1,6} +(?![Pp]age))+")
# "&amp;" is decoded only where that makes no new entity, so that cleaning twice changes nothing.
_ENTITY = re.compile(
    r"&(?:amp;(?![#\w])|(?!amp;|#0*38;|#[xX]0*26;|AMP;)(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});)"
)


@lru_cache(maxsize=1)
def _table() -> dict:
    """One translation table; radicals of the Kangxi block look like characters and come out of PDF files."""
    import unicodedata

    table = dict(_HALF)
    for code in range(0x2F00, 0x2FD6):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table |= {
        0x2EA0: "民",
        0x2ED3: "长",
        0x2EC5: "见",
        0x2EDA: "页",
        0x2EE2: "马",
        0x2EE5: "鱼",
        0x2EE9: "黄",
    }
    table |= {
        0x2ECB: "车",
        0x2EDB: "风",
        0x2EDC: "飞",
        0x2EE6: "鸟",
        0x2EEC: "齐",
        0x2EF0: "龙",
        0x2EC9: "贝",
    }
    table |= {
        0x2ED4: "长",
        0x2ED8: "青",
        0x2E81: "厂",
        0x2EAF: "糸",
        0x2EE8: "麦",
        0x2EDD: "食",
        0x2ED9: "韦",
    }
    return table | _SPACES | _BREAKS


def _normalise(tape: Tape) -> None:
    tape.replace(_NOTHING, lambda match: "")
    tape.replace(_ENCLOSED, lambda match: _spelled_out(match.group()))
    tape.replace(_ENTITY, lambda match: _entity(match.group()))
    tape.text = tape.text.translate(_table())
    tape.replace(_EMPHASIS, lambda match: "")


# "㈠", "⑴", "⒈": numbers of old documents in one character
_ENCLOSED = re.compile("[\u3220-\u3229\u2474-\u249b]")


# "?。ǘ┩": what a broken encoding makes of a bracketed number at the start of a line
_BROKEN = re.compile(
    "(?<![^\n])[?？]。(?:(ㄒ唬)|(ǘ)|(ㄈ)|(ㄋ模)|(ㄎ澹)|(﹩)|(ㄆ撸)|(ò耍)|(ň牛)|(ㄊ))[\u2500-\u257f]?"
)


def _mended(match: re.Match) -> str:
    return f"({'一二三四五六七八九十'[(match.lastindex or 1) - 1]})"


def _spelled_out(sign: str) -> str:
    code = ord(sign)
    if code >= 0x3220:
        return f"({'一二三四五六七八九十'[code - 0x3220]})"
    return f"({code - 0x2473})" if code < 0x2488 else f"{code - 0x2487}."


def _entity(printed: str) -> str | None:
    read = html.unescape(printed)
    return read if (len(read) == 1 and read.isprintable()) or read == "\u00a0" else None


@lru_cache(maxsize=1)
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


_TRADITIONAL = re.compile("[\u4e00-\u9fff]")


def simplify(tape: Tape, findings: list[Finding]) -> None:
    """Only a text that is traditional as a whole: in a simplified one 乾 or 著 may stand for itself."""
    simple = _converter().convert(tape.text)
    if len(simple) != len(tape.text):  # a phrase of another length would break the offsets
        return
    changed = sum(1 for old, new in zip(tape.text, simple, strict=True) if old != new)
    if changed >= 5 and changed > 0.05 * len(_TRADITIONAL.findall(tape.text)):
        tape.text = simple
        findings.append(Finding("traditional"))


# --- page marks ---

# "# Page 1211:", "- 12 -", "— 3 —", "第 3 页 共 14 页" on a line of their own
_PAGE_LINE = re.compile(
    r"\n\s*(?:#{1,6} ?[Pp]age ?\d+ ?:?|[-—–~] ?\d{1,4} ?[-—–~]|[Pp]age \d+(?: of \d+)?"
    r"|第 ?\d+ ?页(?: ?[,/]? ?共 ?\d+ ?页)?)"
    r"[ \t]*(?=\n|$)\n*"
)
_COUNTED = re.compile(r"[\n ][ \n]*(\d{1,3})、")
_ENDS = "。!?！？;；:：\n"


def _drop_page_marks(tape: Tape) -> int:
    count = tape.replace(_PAGE_LINE, lambda match: "\n")
    marks = _running_marks(tape.text)
    tape.edit([(match.start(), match.end(), "") for match in marks])
    return count + len(marks)


def _running_marks(text: str) -> list[re.Match]:
    """ "2、" that was pasted in at a page break: the numbers run on through the whole document and most stand
    in mid-sentence ("加快形成“中心集聚、 / 2、城乡一体”的格局"), as no numbering of items does."""
    run: list[re.Match] = []
    for match in _COUNTED.finditer(text):
        if int(match.group(1)) == len(run) + 1:
            run.append(match)
    broken = [match for match in run[1:] if text[max(match.start() - 1, 0)] not in _ENDS + "”)"]
    long = len(run) > 3 and (run[-1].start() - run[0].start()) / len(run) > 150
    return run if long and len(broken) > 0.7 * (len(run) - 1) else []


# --- spaces ---

# A blank beside a digit ("2023 年"), or alone between two ideographs ("居住 (小)区"), is layout.
# Longer runs part the fields of a page head and stay as one blank.
_CJK = "\u3400-\u9fff“”‘’《》〈〉(),。、;:，；：！？〔〕\\[\\]%—…·"
_LAYOUT = re.compile(rf"(?<=[0-9A-Za-z]) +(?=[{_CJK}])|(?<=[{_CJK}]) +(?=[0-9A-Za-z])")
_RUN = re.compile(r"  +")
_EDGES = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_EMPTY_LINE = re.compile(r"\n\n")
# "關(guān)于印發(fā)": portals against copying put the sound behind every other character
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")
# the head of the letter paper: 蕲 春 县 人 民 政 府 文 件
_PARAGRAPH = re.compile(r"(?<=[\u4e00-\u9fff。:：)号]) (?=[\u4e00-\u9fff《(])")
_SPACED = re.compile(r"(?<![^\n])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){3,40}(?![^\n])")
_SINGLE = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")


def _collapse(tape: Tape) -> None:
    """Runs of blanks and of empty lines; first, so that no later pattern meets a long one."""
    tape.replace(_RUN, lambda match: " ")
    tape.replace(_EDGES, lambda match: "\n")
    tape.replace(_EMPTY_LINES, lambda match: "\n\n")
    breaks = tape.text.count("\n")
    empty = tape.text.count("\n\n")
    if empty > 20 and empty > 0.9 * (breaks - empty):  # every line stands apart: the empty ones say nothing
        tape.replace(_EMPTY_LINE, lambda match: "\n")


def _drop_spaces(tape: Tape) -> None:
    tape.replace(_LAYOUT, lambda match: "")


def _drop_spaces_in_sentences(tape: Tape) -> bool:
    before = len(tape.text)
    sentences = [
        (m.start(), m.end()) for m in re.finditer(r"[^\n]+", tape.text) if re.search("[。；;]", m.group())
    ]
    edits = [(at.start(), at.end(), "") for a, b in sentences for at in _SINGLE.finditer(tape.text, a, b)]
    tape.edit(edits)
    return len(tape.text) < before


# --- spam ---

# A betting site's name pasted over words on hacked portals ("365体育投注办公室"): the words of such sites in
# general, next to a bare number or brand; a policy text has no use for them.
_SPAM = re.compile(
    r"(?:(?:[Bb][Ee][Tt])?\d{2,4}|[Bb][Ee][Tt]|澳门|皇冠|必赢|亚博|万博|新葡京|永利|威尼斯人)"
    r"(?:体育|在线|国际|彩票|足球|真人)?(?:投注|博彩|娱乐城|娱乐场|赌场|棋牌|下注)(?:网站|平台|官网|网址|网)?"
    r"|(?:第一|皇冠|澳门|新|大|中国)?(?:足球|彩票|棋牌|电竞)(?:网站|官网|平台|网)(?![络点民])"
)
# where the name of the place itself stood: at the head of a title, before its government, after 结合
_PLACE_STOOD = re.compile(r"(?:\A|[\n《]|印发|结合|成立)[ *#]{0,4}\Z")


def _read_spam(tape: Tape, findings: list[Finding]) -> None:
    if not _SPAM.search(tape.text):
        return
    text = tape.text
    whole = _region_of_names(text, "") or prefecture_of_counties(text)
    region = _region_of_names(text, "《") or whole
    area = _AREA_KIND.sub(r"\1", region) if region else "市"

    def read(match: re.Match) -> str:
        after = text[match.end() : match.end() + 14]
        if after.startswith(("总书记", "新时代中国特色社会主义思想")):
            return "习近平"
        if (
            whole
            and (
                after.startswith(("行政公署", "人民政府"))
                or _PLACE_STOOD.search(text, max(0, match.start() - 8), match.start())
            )
            and not after.startswith("办")
        ):
            return whole
        if after.startswith("办") or not after.strip("\n ")[:1] or after[0] == "\n":
            return f"{area}人民政府"  # "365体育投注办公室关于印发": the government whose portal it is
        # "健365体育投注政消火栓" = 健全市政消火栓: the words overwritten were 全市
        return f"全{area.removeprefix('自治')}"

    shown: dict[tuple[str, str], None] = {}
    tape.replace(_SPAM, lambda match: shown.setdefault((match.group(), read(match))) or read(match))
    _drop_spaces(tape)  # a word now stands where a number stood
    for printed, meant in shown:
        findings.append(Finding("spam", {"printed": printed, "read": meant}, level="warning"))


def _region_of_names(text: str, sign: str) -> str | None:
    """呼伦贝尔市, where a line of the head begins with it, or a title behind the sign.
    The commonest words are no guide to its kind: they may be its counties' (各旗市区)."""
    starts = re.compile(rf"(?:\A|\n|{sign or chr(10)})[ *#]{{0,4}}(?=[\u4e00-\u9fff]{{2}})")
    for match in starts.finditer(text, 0, 6000):
        region = region_in(text[match.end() : match.end() + 30])
        if region and region != NATION:
            return region
    return None


_AREA_KIND = re.compile(r"^.*?(?:自治(?=[州县旗]$))?(自治区|地区|[省市县区旗州盟])$")


# --- hard line wraps ---

_STOPS = tuple("。！？：!?:")
LABEL_WORDS = (
    "(?:[部门单位责任务职]{0,2}分工|[责任分管牵头包保联系]{2}[省市县区]?领导)[:：]"
    "|【?(?:牵头|责任|配合|参与|落实|主办|协办|承办|主管|实施|协同|完成|分管|包保)(?:责任)?"
    r"(?:单位|部门|主体|科室|处室|领导|人|时限|时间)(?:\([^()]{1,4}\))?[:：】]"
)
_ITEM = re.compile(
    r"(?:[#>*\-•—]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十百零]{1,5}\)|\d{1,3}[.、](?!\d)|\(\d{1,3}\)"
    rf"|{DECIMAL_MARK}|第[一二三四五六七八九十]{{1,3}}[章节条部]|附件|{LABEL_WORDS})"
)
_BARE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十百零]{1,5}\)|\d{1,3}[.、]|\(\d{1,3}\))$"
)


def _join_lines(tape: Tape) -> bool:
    """Take out line breaks in mid-sentence, until nothing changes: a joined line may show the next break."""
    for turn in range(6):
        edits = _wraps(tape.text)
        if not edits:
            return turn > 0
        tape.edit(edits)
    return True


def _wraps(text: str) -> list[tuple[int, int, str]]:
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    width = _wrap_width(text, lines)
    edits: list[tuple[int, int, str]] = []
    open_at: list[int] = []
    begin, body = None, False
    for (start, end), (follow, stop) in pairwise(lines):
        begin = start if begin is None else begin
        for bracket in _BRACKET.finditer(text, start, end):
            if bracket.group() in "(〔【[":
                open_at = [*open_at[-8:], bracket.start()]
            elif open_at and text[open_at[-1]] + bracket.group() in _PAIRS:
                open_at = open_at[:-1]
        paragraph = text[begin:end] if end - begin < 200 else text[begin : begin + 60] + text[end - 140 : end]
        opened = text[open_at[-1] : end] if open_at and end - open_at[-1] < 400 else ""
        if opened[:1] not in "(" and not _LABEL.match(opened, opened[0] != "【"):
            opened = ""  # "【字体:大 中 小" is no clause
        body = body or (bool(_ITEM.match(paragraph)) and not paragraph.startswith("附件"))
        layout = Layout(width, end - start >= 0.85 * width, follow - end > 1, body)
        if _runs_on(paragraph, text[follow : min(stop, follow + 400)], opened, layout):
            edits.append((end, follow, ""))
        else:
            begin, open_at = None, []
    return edits


@dataclass(frozen=True)
class Layout:
    width: float  # of the printed line, infinite where lines are paragraphs
    full: bool  # the line just ended fills it
    blank: bool  # an empty line follows
    body: bool  # numbered items have begun


_BRACKET = re.compile(r"[()〔〕【】\[\]]")
_PAIRS = {"()", "〔〕", "【】", "[]"}
_LABEL = re.compile(LABEL_WORDS)


def _runs_on(paragraph: str, following: str, opened: str, layout: Layout) -> bool:
    if _BARE.match(paragraph) and not _ITEM.match(following):
        return True  # "(一)" alone, its heading on the next line
    wrapped = layout.width < 1000
    if opened and "。" not in opened:  # a responsibility clause goes on until its bracket closes
        closes = _closes(following, layout.blank)
        if closes or not (wrapped and layout.full):
            return closes
    if _ITEM.match(following) or paragraph.endswith(_STOPS if wrapped else (*_STOPS, "；", ";")):
        return False
    if paragraph.endswith(("，", ",", "、", "《", "“", "(", "；", ";")):
        return True
    if not wrapped:
        heading = _ITEM.match(paragraph) and "。" not in paragraph and len(paragraph) <= 45
        sentence = "。" in paragraph or (len(paragraph) > 60 and bool(_RUNNING.search(paragraph)))
        listing = _LABEL.search(
            paragraph, paragraph.rfind("。") + 1
        )  # "…。责任单位:市住建局" ends with its line
        return sentence and not heading and not listing and paragraph[-1] not in ")〕】]"
    dated = _DATE_LINE.match(paragraph)
    if layout.blank or _DATE_LINE.match(following) or (dated and dated.end() == len(paragraph)):
        return False
    short = len(paragraph) < 0.85 * layout.width and "。" not in paragraph
    if short and _ITEM.match(paragraph):
        # a heading without a stop, unless the page's line was broken once more: "(21)在大厅设置 / “蒙速办”"
        return len(following.split("\n")[0]) < 0.5 * layout.width and following[-1] not in "：:。"
    return layout.body or layout.full or bool(_RUNNING.search(paragraph))


# the document's number or its day, on a line of its own
_DATE_LINE = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日(?=\n|$)|[\u4e00-\u9fff]{2,10}〔20\d\d〕\d{1,4}号(?=\n|$)"
)
_RUNNING = re.compile("[。，,；;]")


def _closes(following: str, blank: bool) -> bool:
    """Whether an open bracket goes on in the next line, and is not one that was never closed."""
    if _ITEM.match(following) and not _LABEL.match(following):
        return False
    sign = re.search("[)〕】\\]。]", re.sub(r"\([^()]*\)|〔[^〔〕]*〕|【[^【】]*】", "", following))
    return sign.group() != "。" if sign else not blank


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> float:
    """The width at which a copy of a printed page was broken, or infinity when lines are paragraphs."""
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 8:
        return float("inf")
    width = lengths[int(len(lengths) * 0.95)]
    full = [1 for start, end in lines if end - start >= 0.85 * width and not text.startswith(_STOPS, end - 1)]
    return width if 15 <= width <= 90 and len(full) >= max(5, 0.2 * len(lines)) else float("inf")


# --- numbers spoilt by OCR ---

# 2O23年, 〔2O23〕, 5月l8日; "l." above an item "2."
_OCR_DAY = re.compile(
    r"(?<![0-9A-Za-z.])(?:2[0Oo][0-9OolI]{2}(?=[年〕\]])|(?<=年)[0-9OolI]{1,2}(?=月)|(?<=月)[0-9OolI]{1,2}(?=日)"
    r"|(?<=[、,，于至到])(?:[lI]\d|\d[OolI])(?=月)|(?<=[〕\]])[0-9OolI]{1,4}(?=号))"
)
_OCR_ITEM = re.compile(
    r"(?<![^\n])(?:[lI][0-9OolI]|[0-9][OolI])(?=[.、][\u4e00-\u9fff])|(?<![^\n])[lI](?=[.、][^\n]{2,2000}(?:\n[^\n]{0,400}){1,12}?\n2[.、])"
)
_OCR_DIGITS = str.maketrans("OolI", "0011")
_OCR = re.compile(
    r"(?<![0-9A-Za-z.\-+])(?=[0-9.]{0,6}[IlOoL|])[0-9IlOoL|][0-9IlOoL|.]{1,7}(?=[万亿千百]|亩|个|人|户|套|座|所|家|项|公里|平方|米|吨|元|条|处|名|%|周年)"
)


def _read_ocr_dates(tape: Tape) -> bool:
    """2O23年, 5月l8日 and "l." before an item: figures that no unit follows."""
    return (
        sum(
            tape.replace(pattern, lambda match: match.group().translate(_OCR_DIGITS))
            for pattern in (_OCR_DAY, _OCR_ITEM)
        )
        > 0
    )


def _read_ocr_numbers(tape: Tape) -> list[tuple[int, int, str, str]]:
    """IOOO亩 is 1000亩; an L before digits is "1." run together (L98万 = 1.98万)."""
    found = []
    for match in _OCR.finditer(tape.text):
        printed = match.group()
        read = re.sub(r"^L(?=\d)", "1.", printed) if "." not in printed else printed
        read = read.translate(str.maketrans("IlL|Oo", "111100"))
        if re.fullmatch(r"\d+(?:\.\d+)?", read):
            found.append((match.start(), match.end(), printed, read))
    tape.edit([(start, end, read) for start, end, _, read in found])
    moved, shift = [], 0
    for start, end, printed, read in found:
        moved.append((start + shift, start + shift + len(read), printed, read))
        shift += len(read) - (end - start)
    return moved


# --- contact data ---

_PERSON = re.compile(r"联系人[^:：\n]{0,8}[:：] ?([\u4e00-\u9fff·]{2,4})")
_PHONE = re.compile(r"(?<![\dA-Za-z])(?:0\d{2,3}[-— ]?\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9})(?![\dA-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


def find_contacts(text: str) -> list[Finding]:
    """Names after 联系人, telephone numbers, mail addresses; a published hotline such as 12345 is none."""
    return [Finding(code, {}, start, end) for start, end, code in _contacts(text)]


def _contacts(text: str) -> list[tuple[int, int, str]]:
    found = [(*match.span(1), "contact_person") for match in _PERSON.finditer(text)]
    found += [(*match.span(), "contact_phone") for match in _PHONE.finditer(text)]
    found += [(*match.span(), "contact_mail") for match in _MAIL.finditer(text)]
    return sorted(found)


def mask_contacts(text: str) -> str:
    """The same text, as long as before, with contact data written over."""
    letters = list(text)
    for start, end, _ in _contacts(text):
        letters[start:end] = "*" * (end - start)
    return "".join(letters)
