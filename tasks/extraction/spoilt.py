"""Words and figures that are not what was written: a betting site's name pasted in, O and l read for 0 and 1.

"365体育投注办公室关于印发" -> the government's own name; "2O23年" -> 2023年
"""

from __future__ import annotations

import re

from .contract import Finding
from .places import NATION, prefecture_of_counties, region_in
from .tape import Tape

# --- a betting site's name ---

# A betting site's name pasted over words on hacked portals ("365体育投注办公室"): the words of such sites in
# general, next to a bare number or brand; a policy text has no use for them.
_SPAM = re.compile(
    r"(?:(?:[Bb][Ee][Tt])?\d{2,4}|[Bb][Ee][Tt]|澳门|皇冠|必赢|亚博|万博|新葡京|永利|威尼斯人)"
    r"(?:体育|在线|国际|彩票|足球|真人)?(?:投注|博彩|娱乐城|娱乐场|赌场|棋牌|下注)(?:网站|平台|官网|网址|网)?"
    r"|(?:[Jj]9)?[9九]游会|(?:[Bb][Ee][Tt]365|365[Bb][Ee][Tt])|(?:开云|华体会|乐鱼|亚博|万博)体育"
    r"|(?:第一|皇冠|澳门|新|大|中国)?(?:足球|彩票|棋牌|电竞)(?:网站|官网|平台|网)(?![络点民])"
)
# a name without the words of its trade is the anchor of a link that was pasted between two words: nothing
# stood there ("加快推进9游会农村人居环境整治")
_LINK = re.compile("(?:[Jj]9)?[9九]游会|[Bb][Ee][Tt]365|365[Bb][Ee][Tt]|(?:开云|华体会|乐鱼|亚博|万博)体育")
# where the name of the place itself stood: at the head of a title, before its government, after 结合
_PLACE_STOOD = re.compile(r"(?:\A|[\n《]|印发|结合|成立)[ *#]{0,4}\Z")
_AREA_KIND = re.compile(r"^.*?(?:自治(?=[州县旗]$))?(自治区|地区|[省市县区旗州盟])$")


def read_spam(tape: Tape, findings: list[Finding]) -> bool:
    """Whether there was any: a word now stands where a number stood, and blanks beside it are to go."""
    if not _SPAM.search(tape.text):
        return False
    text = tape.text
    whole = _region_of_names(text, "") or prefecture_of_counties(text)
    region = _region_of_names(text, "《") or whole
    area = _AREA_KIND.sub(r"\1", region) if region else "市"
    shown: dict[tuple[str, str], None] = {}

    def read(match: re.Match) -> str:
        meant = _meant(text, match, whole, area)
        shown.setdefault((match.group(), meant))
        return meant

    tape.replace(_SPAM, read)
    for printed, meant in shown:
        words = {"printed": printed} | ({"read": meant} if meant else {})
        findings.append(Finding("spam" if meant else "spam_out", words, level="warning"))
    return True


def _meant(text: str, match: re.Match, whole: str | None, area: str) -> str:
    """The words that were overwritten; `whole` is the name of the region, `area` its kind (市, 自治区)."""
    if _LINK.fullmatch(match.group()):
        return ""
    after = text[match.end() : match.end() + 14]
    if after.startswith(("总书记", "新时代中国特色社会主义思想")):
        return "习近平"
    stood = _PLACE_STOOD.search(text, max(0, match.start() - 8), match.start())
    if whole and not after.startswith("办") and (stood or after.startswith(("行政公署", "人民政府"))):
        return whole
    if after.startswith("办") or not after.strip("\n ") or after[0] == "\n":
        return f"{area}人民政府"  # "365体育投注办公室关于印发": the government whose portal it is
    # "健365体育投注政公园" = 健全市政公园: the words overwritten were 全市
    return f"全{area.removeprefix('自治')}"


def _region_of_names(text: str, sign: str) -> str | None:
    """甲市, where a line of the head begins with it, or a title behind the sign.

    The commonest words are no guide to its kind: they may be its counties' (各旗市区)."""
    starts = re.compile(rf"(?:\A|\n|{sign or chr(10)})[ *#]{{0,4}}(?=[\u4e00-\u9fff]{{2}})")
    for match in starts.finditer(text, 0, 6000):
        region = region_in(text[match.end() : match.end() + 30])
        if region and region != NATION:
            return region
    return None


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
# "IOOO亩", "L98万元": figures before a unit
_OCR = re.compile(
    r"(?<![0-9A-Za-z.\-+])(?=[0-9.]{0,6}[IlOoL|])[0-9IlOoL|][0-9IlOoL|.]{1,7}(?=[万亿千百]|亩|个|人|户|套|座|所|家|项|公里|平方|米|吨|元|条|处|名|%|周年)"
)


def read_ocr_dates(tape: Tape) -> bool:
    """2O23年, 5月l8日 and "l." before an item: figures that no unit follows."""
    found = [
        tape.replace(pattern, lambda match: match.group().translate(_OCR_DIGITS))
        for pattern in (_OCR_DAY, _OCR_ITEM)
    ]
    return any(found)


def read_ocr_numbers(tape: Tape) -> list[tuple[int, int, str, str]]:
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
