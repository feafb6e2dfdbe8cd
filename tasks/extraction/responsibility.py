"""Who answers for a task: reading the lists of its clauses, giving back what the lists left out.

"市财政局、住建局牵头,甲、乙县政府配合" -> 市财政局 and 市住建局 lead; 甲县政府 and 乙县政府 cooperate
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .contract import Unit
from .labels import Clause
from .messages import MESSAGES
from .unitlists import COOPERATES, LEADS, UNIT_LIKE, plain_name

# An entry that begins so speaks of many bodies at once.
_COLLECTIVE = re.compile(
    r"^[省市县区]?(?:\d{1,3}个|各|有关|相关|沿[\u4e00-\u9fff]{1,4}各|全[市省区县]各|其他|所有|省级|市级|区级|县级|省直|市直|区直|县直|市旗|国务院(?:有关|相关|各))"
    r"|(?:有关|相关|各)(?:部门|单位|地区|地方|企业|机构|委办局)|成员单位|职能部门|主管部门|审批部门|各级"
)
# "各市" + "县(区)人民政府": kinds of places, not a place
_KIND_OF_PLACE = re.compile(
    r"^(?:\d{1,3}个|各|有关|相关|沿[\u4e00-\u9fff]{1,3}各).*(?:市|县|区|旗|州|盟|乡|镇|街道|省|省辖市|地|自治区|直辖市|行政公署)(?:\([^()]*\))?$"
)
_GENERIC = re.compile(
    r"^(?:(?:省直管县|县级市|市|县|区|旗|功能板块|板块|功能区|自治县|自治区|直辖市|州|盟|乡|镇|街道)(?:\([^()]*\))?)+(?:人民政府|政府|管委会|办事处|党工委)?(?:\([^()]*\))?$"
)

_PREFIX = re.compile(
    r"^(自治区党委|自治区人民政府|自治区|省委|市委|县委|区委|旗委|州委|盟委|地委|地区行署|盟行署|行署|地区|兵团党委|兵团|师市|省政府|市政府|县政府|区政府|省|市|县|区|州|盟|旗|乡(?!镇|村|办|人民政府|政府)|镇(?!江|街|村|办|人民政府|政府))"
    r"(?!场|容|域|块|县|区|级|直|监(?:局|管)|政(?:园|管|工|设|公用|局|处|所|集团)|政$|有关|各|$)(?=[\u4e00-\u9fff]{2})"
)
_PARTY = re.compile(
    "组织部|人才办|宣传部|统战部|政法委|网信办|编办|编委办|党校|政研室|改革办|老干部局|直属机关工委|巡察办|机要|保密|信访局$|社会工作部|办公室$|台办|农办|财经办|督查室"
)
_OWN = re.compile(
    r"公司|集团|银行|分行|支行|营业部|总队|军分区|武警|警备区|海关|管委会|区管理委员会|^国网|^中国|^人民银行|^人行|银保监|银监|证监|铁塔|"
    r"^国家|^中央|大学|学院|医院|电视台$|^中铁|金融机构|信用社|保险|电力|石油|石化|高新区|经开区|开发区|示范区|新区|园区|供电局|铁路局|保税区|烟草|出入境|长三角|京津冀|大湾区|^驻|分署|(?:燃气|热力|移动|联通|电信|广电网络)$|[省市县区]分局|^团[省市县区旗州盟]委"
)
_SUFFIX = re.compile(
    r"(?:人民政府|政府|管委会|(?<=[区园城])管理委员会|党委政府|党工委|街道办事处|街道办|(?<=[街镇乡])办事处)$"
)
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,12}(?:市|县|区|旗|州|盟|镇|乡|街道)$")


@dataclass
class Style:
    """What a document's lists have in common."""

    carries: bool = True  # 自治区公安厅、发展改革委 (carried) or 市公安局、市发改委 (repeated)
    cooperates: bool = False  # 配合单位 is printed beside 责任单位 somewhere: 责任单位 leads
    own_places: tuple[str, ...] = ()  # short names that mark a body as belonging to a place of its own
    printed: frozenset[str] = frozenset()  # names that stand somewhere with their prefix
    first_leads: bool = False  # "列在首位的为牵头单位"
    comma_leads: bool = False  # "逗号前为牵头单位"


@dataclass
class Entry:
    name: str
    start: int
    end: int
    breaks: bool  # a comma or semicolon stood before it
    group: bool = False
    said: str = ""  # the role word in brackets behind the name: "市财政局(牵头)"


def document_style(text: str, clauses: list[Clause], own_places: tuple[str, ...] = ()) -> Style:
    """`own_places`: short names of places, such as that of the region, which mark a body as theirs."""
    repeated = bare = 0
    cooperates = False
    printed: set[str] = set()
    for clause in clauses:
        words = {word for word, _, _ in clause.groups}
        cooperates |= bool(words & COOPERATES) and bool(words & {"责任", "承办"})
        for _, start, end in clause.groups:
            entries = split_list(text, start, end)
            printed |= {entry.name for entry in entries if _PREFIX.match(entry.name)}
            if not entries or not _PREFIX.match(entries[0].name):
                continue
            for entry in entries[1:]:
                if entry.breaks:
                    break
                if _PREFIX.match(entry.name):
                    repeated += 1
                elif not entry.group and not _OWN.search(entry.name):
                    bare += 1
    return Style(
        bare >= repeated and bare > 0, cooperates, own_places, frozenset(printed),
        bool(_FIRST_LEADS.search(text)), bool(_COMMA_LEADS.search(text)),
    )  # fmt: skip


# Said once, in a note or behind the first list: where in a list those stand who lead
_FIRST_LEADS = re.compile(
    "(?:列|排)(?:在|名)?(?:首位|第一位?|最前|首)的?(?:单位|部门)?[的者]?(?:为|是|系)(?:第一|工作)?(?:牵头|主要?责任?)"
    "|(?:第一个|首个|首位|第一位?)(?:责任)?(?:单位|部门)(?:为|是|系)(?:第一)?(?:牵头|主责)"
)
_COMMA_LEADS = re.compile(
    "(?:逗号|分号)[之以]?前的?(?:责任)?(?:单位|部门)?的?(?:为|是|系)(?:第一)?(?:牵头|主责)"
)


def read_clause(text: str, clause: Clause, style: Style) -> list[Unit]:
    """The units of a clause in the order printed, each once, with what each has to do."""
    words = {word for word, _, _ in clause.groups}
    units: list[Unit] = []
    by_place = words <= {"责任", "负责", ""} and (style.first_leads or style.comma_leads)
    for word, start, end in clause.groups:
        role = _role(word, words, style)
        entries = split_list(text, start, end)
        _carry_suffix_back(entries)
        _carry_prefix_on(entries, style)
        breaks = [at for at, entry in enumerate(entries) if entry.breaks]
        leading = 0 if not by_place else 1 if style.first_leads else (breaks or [len(entries)])[0]
        for at, entry in enumerate(entries):
            if entry.name and all(entry.name != unit.name for unit in units):
                said = _role(entry.said, words, style) if entry.said else "lead" if at < leading else role
                units.append(_unit(entry, said))
    return units


def _unit(entry: Entry, role: str) -> Unit:
    unit = Unit(entry.name, role, entry.group, None, entry.start, entry.end)
    if entry.group or UNIT_LIKE.search(entry.name):
        return unit
    params = {"name": entry.name}
    return replace(
        unit, doubt=MESSAGES["unit_unlike"] % params, doubt_code="unit_unlike", doubt_params=params
    )


def _role(word: str, words: set[str], style: Style) -> str:
    if word in LEADS or word.startswith("牵头"):
        return "lead"
    if word in COOPERATES:
        return "cooperating"
    beside = style.cooperates and not words & LEADS
    return "lead" if word in {"责任", "承办"} and beside else "responsible"


_SEPARATOR = re.compile(
    "[、,，;；/]|会同|以及|及(?=各|有关|相关|[省市县区州旗盟][直级])|(?<=等部门)和|(?<=等单位)和|(?<=等)和"
    # 甲管委会等有关县(区)政府
    r"|等(?=(?:有关|相关)[省市县区旗州乡镇](?:[市县区旗州乡镇、()〔〕]|街道)*(?:人民政府|政府|管委会))"
    "|(?<=[局委厅办])和(?=各|有关|相关|[省市县区州旗盟][直级])"
    r"|(?<=[局厅办部院府司会])[和及与](?=[\u4e00-\u9fff]{0,12}(?:局|委|厅|办|部|院|公司|中心|政府)(?:[、,，;；及]|\Z))"
    r"|(?<=[局委厅办部院府司会社队行心道镇乡])[ \n](?=[\u4e00-\u9fff]{2})"
)
_ETC = re.compile(r"等$|等(?:[\u4e00-\u9fff]{0,10}?)(?:部门|单位|机构|企业|地区)(?:单位)?$")


def split_list(text: str, start: int, end: int) -> list[Entry]:
    """The entries of a list; brackets hold together, and so do the kinds of places of one collective."""
    entries: list[Entry] = []
    depth, at, comma = 0, start, False
    separators = {match.start(): match.end() for match in _SEPARATOR.finditer(text, start, end)}
    position = start
    while position <= end:
        sign = text[position] if position < end else ""
        depth += (sign in _OPENING) - (sign in _CLOSING) if sign else 0
        if position == end or (position in separators and depth <= 0):
            _add(entries, text, at, position, comma)
            comma = position < end and text[position] in ",，;；"
            at = separators.get(position, position + 1)
            position = max(position + 1, at)
        else:
            position += 1
    return entries


_SAID = re.compile(r"\((牵头|配合|协办|主办|参与)(?:单位|部门)?\)$")
_INCLUDED = re.compile(r"\((?:含|不含|包括)[^()]*\)$")  # 各区人民政府(含开发区管委会)
_BOUNDED = re.compile(r"\((?!集团\)|(?:[市县区旗州盟、乡镇]|街道|开发区|园区|功能区|新区|管委会)+\))[^()]*\)")


def _add(entries: list[Entry], text: str, start: int, end: int, comma: bool) -> None:
    """One more entry, or the next part of the collective before it (各市|县人民政府)."""
    while start < end and text[start] in " \n*　":
        start += 1
    while (
        start < end and text[end - 1] in " \n*。.)" and not (text[end - 1] == ")" and "(" in text[start:end])
    ):
        end -= 1
    name = re.sub(r"\s", "", text[start:end]).translate(_ROUND)
    name = plain_name(name)
    if name.count("(") > name.count(")"):  # "甲局(乙办": never closed
        name = name[: name.rfind("(")]
    stripped = _ETC.sub("", name)
    if stripped != name and not stripped:
        return
    said = _SAID.search(stripped)
    group = bool(_COLLECTIVE.search(stripped) or _ZONES.match(stripped))
    whole = _SAID.sub("", stripped)
    name = _INCLUDED.sub("", whole) if group else _BOUNDED.sub("", stripped)
    if not name or name in {"等", "各自", "有关"}:
        return
    if entries and not comma and entries[-1].group and _joins(entries[-1].name, whole):
        last = entries[-1]
        last.name, last.end = f"{last.name}、{whole}", end
        return
    entries.append(Entry(name, start, end, comma, group, said.group(1) if said else ""))


_OPENING, _CLOSING = "(〔[【〈", ")〕]】〉"
_ROUND = str.maketrans(_OPENING + _CLOSING, "(((((" + ")))))")


def _joins(collective: str, name: str) -> bool:
    """各市|县(区)人民政府, 各县市区人民政府|管委会: parts of one wording"""
    if re.fullmatch(
        r"(?:人民政府|政府|管委会|办事处|党工委|街道办事处|街道办|单位|企业)(?:\([^()]*\))?", name
    ):
        return True  # 各乡镇(街道)党(工)委、政府(办事处)
    if _KIND_OF_ZONE.match(collective) and _GENERIC_ZONE.match(name):
        return True  # 各开发区|示范区管委会
    return bool(_KIND_OF_PLACE.match(collective) and _GENERIC.match(name))


_ZONE = "(?:(?:经济)?开发区|工业园区|产业园区|园区|新区|示范区|功能区|度假区|高新区|经开区|管理区)"
_ZONES = re.compile(rf"{_ZONE}(?:\([^()]*\))?(?:党工委|管委会|管理委员会)$")  # 开发区(投资区、高新区)管委会
_KIND_OF_ZONE = re.compile(rf"^[省市县区]?(?:各|有关|相关).*{_ZONE}$")
_GENERIC_ZONE = re.compile(rf"^{_ZONE}(?:党工委|管委会|管理委员会)?$")


# what the places of one list have in common at their end: 市|政府, 园区|管委会, 管理区
_TAIL = re.compile(
    r"(?P<kind>[市县区旗镇乡]|街道|园区|片区|组团|(?<!高)新区|开发区|管理区|林场|农场)?"
    r"(?P<body>党委和人民政府|党工委和管委会|人民政府|政府|管委会|(?<=[区园城])管理委员会|党委政府|党工委|街道办事处|街道办|(?<=[街镇乡])办事处)?$"
)


_CARRIER = re.compile(
    "(?P<place>(?!中国)[\u4e00-\u9fff]{2,3}(?=移动|联通|电信))?(?P<name>(?:中国)?(?:移动|联通|电信|铁塔|广电))"
    "(?P<branch>(?:(?:[\u4e00-\u9fff]{2,6})?(?:分公司|公司))?)$"
)


def _complete_carriers(entries: list[Entry]) -> None:
    """联通、移动、电信石城分公司 and 石城电信、移动、联通公司: three companies of one place"""
    place = branch = ""
    named = [(entry, carrier) for entry in entries if (carrier := _CARRIER.match(entry.name))]
    for entry, carrier in named:
        place = carrier["place"] or place
        entry.name = place + carrier["name"]
    for entry, carrier in reversed(named):
        branch = carrier["branch"] or branch
        entry.name += branch


def _carry_suffix_back(entries: list[Entry]) -> None:
    """甲区、乙旗人民政府 -> 甲区人民政府, 乙旗人民政府; 甲、乙市政府 -> 甲市政府, 乙市政府"""
    _complete_carriers(entries)
    kind = body = ""
    for entry in reversed(entries):
        tail = _TAIL.search(entry.name)
        short = 2 <= len(entry.name) <= 4 and (entry.name[1:] == "州" or not UNIT_LIKE.search(entry.name))
        if entry.group:
            kind = body = ""
        elif body and tail and not tail["body"] and not short and _takes(entry.name, body):
            entry.name += body
        elif short and (kind or body in {"管委会", "街道办事处", "街道办"}):
            entry.name += kind + body
        elif tail and 2 <= tail.start() <= 10 and not _PREFIX.match(entry.name):
            kind, body = tail["kind"] or "", tail["body"] or ""
            kind = kind if tail.start() <= 4 else ""
        else:
            kind = body = ""
        if entry.breaks:
            kind = body = ""


def _takes(place: str, body: str) -> bool:
    """A county takes 人民政府 from the end of the list; a town takes no 街道办事处, a city no 管委会."""
    if body.startswith("街道") or body == "办事处":
        return body == "办事处" and place.endswith("街道")
    if body in {"管委会", "管理委员会"} and not place.endswith("区"):
        return False
    return bool(_PLACE.match(place))


def _carry_prefix_on(entries: list[Entry], style: Style) -> None:
    """自治区公安厅、发展改革委 -> 自治区公安厅, 自治区发展改革委, up to a new prefix.

    Where a document repeats its prefix, a name without one has lost it, if it is an office's name at all."""
    prefix = ""
    for entry in entries:
        own = _PREFIX.match(entry.name)
        if own:
            prefix = own.group(1)
        elif entry.group or _has_own_place(entry.name, style):
            continue
        elif prefix and (style.carries or _OFFICE.search(entry.name)):
            entry.name = _prefix_for(prefix, entry.name) + entry.name
        elif style.carries:  # "税务局、市住建局" where 市税务局 is printed elsewhere
            whole = [level + entry.name for level in _LEVELS if level + entry.name in style.printed]
            entry.name = whole[0] if len(whole) == 1 else entry.name


_OFFICE = re.compile("(?:局|委|委员会|办|办公室|厅|部|社|会|联|院|中心)$")
_LEVELS = ("自治区", "省", "市", "县", "区", "州", "盟", "旗")


def _prefix_for(prefix: str, name: str) -> str:
    """市委 is carried on to party organs only: 市委组织部、统战部, but 市委宣传部、农牧局 is 市农牧局."""
    if prefix.endswith(("委", "党委")) and not _PARTY.search(name):
        return prefix.removesuffix("党委").removesuffix("委")
    if prefix.endswith("政府"):
        return prefix.removesuffix("人民政府").removesuffix("政府")
    return prefix


def _has_own_place(name: str, style: Style) -> bool:
    return bool(_OWN.search(name) or _PLACE.match(name) or _SUFFIX.search(name)) or any(
        place in name for place in style.own_places
    )
