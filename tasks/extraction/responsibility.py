"""Who answers for a task: finding the clauses, reading their lists, giving back what the lists left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .contract import Unit

# Labels: "责任单位:", "牵头部门:", "主(协)办单位:"; "完成时限:" and "责任领导:" end a list without being one.
_LABEL = re.compile(
    r"(?P<word>牵头|第一责任|主要责任|责任|主办|主管|承办|实施|落实|配合|参与|参加|协办|协同|协助|支持|主\(协\)办|会办)"
    r"(?:责任|配合)?(?:单位|部门|主体|机构|处室|科室|股室)(?:及配合单位)?[:：] *"
    r"|(?P<due>完成(?:时限|时间|期限)|时限要求|完成时间节点)[:：] *"
    r"|(?P<person>(?:责任|牵头|分管|包联|联系|督办|挂牌|包保)(?:[市县区旗州]|县级|市级|区级)?领导|责任人"
    r"|[^\W\d_]{0,2}负责人)[:：] *"
)
_LEADS = {"牵头", "第一责任", "主要责任", "主办", "主管"}
_COOPERATES = {"配合", "参与", "参加", "协办", "协同", "协助", "支持", "主(协)办", "会办"}

# What a unit's name ends in. A name that ends otherwise is doubted, not dropped.
_BODY = (
    "局|委|厅|办|部|署|院|会|社|府|中心|公司|集团|银行|支行|分行|总队|支队|大队|海关|管委会|室|单位|部门|街道|乡镇|"
    "县|区|市|旗|州|盟|省|各地|地方|馆|台|站|处|队|学校|大学|学院|党校|机构|企业|组|专班|园|厂|所|协会|团委|妇联|工商联|"
    "残联|文联|科协|总工会|公安|法院|检察院|分局|镇|乡|村|社区|指挥部|领导小组|基地|军分区|武警|媒体|地区|联社|供销社|工会|铁塔|电网|主体"
)
UNIT_LIKE = re.compile(rf"(?:{_BODY})(?:\([^()]*\))?$")


@dataclass
class Clause:
    start: int  # of the whole clause with its brackets
    end: int
    groups: list[tuple[str, int, int]] = field(default_factory=list)  # role word, start, end of the list
    due: tuple[int, int] | None = None
    closed: bool = True
    labelled: bool = True


# --- finding the clauses ---

_VERB_END = re.compile(r"(?:负责|牵头|配合|参与|落实|承担|协助|参加|组织实施)(?:落实)?[。.]?$")
_VERB = re.compile(
    r"(?P<tail>(?:等(?:[\u4e00-\u9fff]{0,8}?(?:部门|单位))?)?(?:按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责|分别|共同|分工|具体|各自|协调)*)"
    r"(?P<verb>牵头负责|牵头|负责落实|负责|落实|配合|参与|参加|协助|承担|组织实施)(?=[,，、;；。]|$)"
)


def find_clauses(text: str, start: int, limit: int) -> list[Clause]:
    """Every responsibility clause in text[start:limit], in order."""
    clauses = [clause for span in _brackets(text, start, limit) if (clause := _bracketed(text, *span))]
    taken = [(clause.start, clause.end) for clause in clauses]
    clauses += _own_lines(text, start, limit, taken)
    return sorted(clauses, key=lambda clause: clause.start)


def _brackets(text: str, start: int, limit: int) -> list[tuple[int, int, bool]]:
    """Outermost "(…)" within one line; one that never closes ends with its line."""
    spans, open_at = [], []
    for match in re.compile(r"[()〔〕【】\[\]\n]").finditer(text, start, limit):
        sign, at = match.group(), match.start()
        if sign in "(〔【[":
            open_at.append(at)
        elif sign in ")〕】]" and open_at:
            begin = open_at.pop()
            spans.append((begin, at + 1, True))
        elif sign == "\n":
            spans += [(begin, at, False) for begin in open_at[-1:]]
            open_at = []
    spans += [(begin, limit, False) for begin in open_at[-1:]]
    return sorted(spans)


def _bracketed(text: str, start: int, end: int, closed: bool) -> Clause | None:
    if end - start < 4 or end - start > 2000:
        return None
    inner, last = start + 1, end - 1 if closed else end
    label = _LABEL.search(text, inner, min(last, inner + 60))
    if label and (label.start() == inner or text[label.start() - 1] in ";；,，、 "):
        return _labelled_groups(text, inner, last, Clause(start, end, closed=closed))
    if not closed:
        return None
    content = _STANDING.sub("", text[inner:last]).rstrip("。,，;； ")
    if "。" in content.rstrip("。"):
        return None
    if _VERB_END.search(content) and _mostly_units(content):
        return Clause(start, end, _spoken_groups(text, inner, last), labelled=False)
    ends_item = end >= len(text) or text[end] in "\n。" or not text[end:].strip()
    if ends_item and text[start - 1 : start] in "。\n" and _all_units(content):
        return Clause(start, end, [("", inner, last)], labelled=False)
    return None


def _mostly_units(content: str) -> bool:
    names = [_DUTY.sub("", name) for name in re.split("[、,，;；]", content)]
    names = [name for name in names if name]
    like = sum(bool(UNIT_LIKE.search(name)) for name in names)
    return bool(names) and like >= 0.6 * len(names) and all(len(name) <= 40 for name in names)


def _all_units(content: str) -> bool:
    names = re.split("[、,，;；]", content)
    return all(2 <= len(name) <= 25 and UNIT_LIKE.search(name) for name in names) and len(content) >= 4


def _labelled_groups(text: str, start: int, end: int, clause: Clause) -> Clause:
    labels = list(_LABEL.finditer(text, start, end))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        if label.group("due"):
            clause.due = (label.end(), stop)
        elif label.group("word"):
            clause.groups += _spoken_after(text, label.group("word"), label.end(), stop)
    return clause


def _spoken_after(text: str, word: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "配合单位:县财政局;各乡镇政府负责具体实施": behind the semicolon a verb says what they are."""
    cut = max(text.rfind(sign, start, end) for sign in ";；")
    verb = _SPOKEN_END.search(text, cut, end) if cut >= 0 else None
    return [(word, start, cut), (verb.group("verb"), cut + 1, end)] if verb else [(word, start, end)]


_SPOKEN_END = re.compile("(?P<verb>负责|牵头|配合|参与|落实)(?:具体)?(?:实施|落实)?[。) ]*$")


def _spoken_groups(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """ "A、B牵头,C按职责分工负责": each verb closes the list before it."""
    groups, at = [], start
    standing = _STANDING.search(text, start, end)
    for match in _VERB.finditer(text, start, standing.start() if standing else end):
        groups.append((match.group("verb"), at, match.start()))
        at = match.end()
        while at < end and text[at] in ",，;；、。 ":
            at += 1
    return groups


# "以下均需各省级人民政府落实,不再列出": stands once, inside a clause or alone, for all that follows
_STANDING = re.compile(
    r"(?:以下|下列|后续|下述)(?:各?项)?(?:重点)?(?:任务|工作|措施|事项)?(?:均|都|全部)[需由要]?(?P<units>(?:[^。;；()\n]|\([^()\n]{1,12}\)){2,60}?)"
    r"(?:按职责分工)?(?P<verb>负责|落实|参与|配合|牵头)(?:落实|负责)?(?:[,，]不再[^。,，;；()\n]{0,6}列[出示]?)?"
)


def find_standing(text: str) -> list[Clause]:
    return [
        Clause(match.start(), match.end(), [(match.group("verb"), *match.span("units"))], labelled=False)
        for match in _STANDING.finditer(text)
    ]


def _own_lines(text: str, start: int, limit: int, taken: list[tuple[int, int]]) -> list[Clause]:
    """Labels on lines of their own, several in a row making one clause: 牵头部门:… / 参与部门:…"""
    clauses: list[Clause] = []
    for label in _LABEL.finditer(text, start, limit):
        if any(begin <= label.start() < end for begin, end in taken[_near(taken, label.start()) :][:2]):
            continue
        lead = text[max(start, label.start() - 3) : label.start()].rsplit("\n", 1)[-1].strip(" *>-—–•·●◆■(")
        in_row = bool(clauses) and clauses[-1].start < label.start() < clauses[-1].end
        if lead and lead[-1] not in "。;；,，" and not in_row:
            continue  # "由责任单位:…" in mid-sentence; in "牵头单位:甲局 责任单位:乙局" the blank may be lost
        stop = text.find("\n", label.end(), limit)
        stop = limit if stop < 0 else stop
        sign = text.find("。", label.end(), stop)
        stop = sign if sign >= 0 else stop
        nearby = clauses and not text[clauses[-1].end : label.start()].strip(" \n;；,，。*")
        clause = clauses[-1] if nearby else Clause(label.start(), stop)
        if not nearby:
            clauses.append(clause)
        elif clause.groups and clause.end > label.start():  # two labels in one line
            word, begin, end = clause.groups[-1]
            clause.groups[-1] = (word, begin, min(end, label.start()))
        clause.end = stop
        if label.group("due"):
            clause.due = (label.end(), stop)
        elif label.group("word"):
            clause.groups.append((label.group("word"), label.end(), stop))
    return [clause for clause in clauses if clause.groups or clause.due]


def _near(taken: list[tuple[int, int]], at: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right(taken, (at, float("inf"))) - 1)


# --- reading a list ---

# An entry that begins so speaks of many bodies at once.
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|沿[\u4e00-\u9fff]{1,4}各|全[市省区县]各|其他|所有|省级|市级|区级|县级|省直|市直|区直|县直|市旗|国务院(?:有关|相关|各))"
    r"|(?:有关|相关|各)(?:部门|单位|地区|地方|企业|机构|委办局)|成员单位|职能部门|主管部门|审批部门|各级"
)
# "各市" + "县(区)人民政府": kinds of places, not a place
_KIND_OF_PLACE = re.compile(
    r"^(?:各|有关|相关|沿[\u4e00-\u9fff]{1,3}各).*(?:市|县|区|旗|州|盟|乡|镇|省|地|自治区|直辖市|行政公署)(?:\([^()]*\))?$"
)
_GENERIC = re.compile(
    r"^(?:(?:市|县|区|旗|自治县|自治区|直辖市|州|盟|乡|镇|街道)(?:\([^()]*\))?)+(?:人民政府|政府|管委会|办事处|党工委)?$"
)

_PREFIX = re.compile(
    r"^(自治区党委|自治区人民政府|自治区|省委|市委|县委|区委|旗委|州委|盟委|省政府|市政府|县政府|区政府|省|市|县|区|州|盟|旗)"
    r"(?!场|容|域|块|县|区|级|直|监(?:局|管)|政(?:园|管|工|设|公用)|政$|有关|各|$)(?=[\u4e00-\u9fff]{2})"
)
_PARTY = re.compile(
    "组织部|宣传部|统战部|政法委|网信办|编办|编委办|党校|政研室|改革办|老干部局|直属机关工委|巡察办|机要|保密|信访局$|社会工作部|办公室$|台办|农办|财经办|督查室"
)
_OWN = re.compile(
    r"公司|集团|银行|分行|支行|营业部|总队|军分区|武警|警备区|海关|管委会|区管理委员会|^国网|^中国|^人民银行|银保监|银监|证监|铁塔|"
    r"^国家|^中央|大学|学院|医院|电视台$|^中铁|金融机构|信用社|保险|电力|石油|石化|高新区|经开区|开发区|示范区|新区|园区|供电局|烟草|出入境"
)
_SUFFIX = re.compile(r"(?:人民政府|政府|管委会|(?<=[区园城])管理委员会|党委政府|党工委)$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,12}(?:市|县|区|旗|州|盟|镇|乡|街道)$")


@dataclass
class Style:
    """What a document's lists have in common."""

    carries: bool = True  # 自治区公安厅、发展改革委 (carried) or 市公安局、市发改委 (repeated)
    cooperates: bool = False  # 配合单位 is printed beside 责任单位 somewhere: 责任单位 leads
    own_places: tuple[str, ...] = ()  # short names that mark a body as belonging to a place of its own
    printed: frozenset[str] = frozenset()  # names that stand somewhere with their prefix


@dataclass
class Entry:
    name: str
    start: int
    end: int
    breaks: bool  # a comma or semicolon stood before it
    group: bool = False
    said: str = ""  # the role word in brackets behind the name: "市财政局(牵头)"


def document_style(text: str, clauses: list[Clause], own_places: tuple[str, ...] = ()) -> Style:
    repeated = bare = 0
    cooperates = False
    printed: set[str] = set()
    for clause in clauses:
        words = {word for word, _, _ in clause.groups}
        cooperates |= bool(words & _COOPERATES) and bool(words & {"责任"})
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
    return Style(bare >= repeated and bare > 0, cooperates, own_places, frozenset(printed))


def read_clause(text: str, clause: Clause, style: Style) -> list[Unit]:
    words = {word for word, _, _ in clause.groups}
    units: list[Unit] = []
    for word, start, end in clause.groups:
        role = _role(word, words, style)
        entries = _give_back(split_list(text, start, end), style)
        for entry in entries:
            if entry.name and all(entry.name != unit.name for unit in units):
                units.append(_unit(entry, _role(entry.said, words, style) if entry.said else role))
    return units


def _unit(entry: Entry, role: str) -> Unit:
    unit = Unit(entry.name, role, entry.group, None, entry.start, entry.end)
    if entry.group or UNIT_LIKE.search(entry.name):
        return unit
    from .messages import MESSAGES

    params = {"name": entry.name}
    return replace(
        unit, doubt=MESSAGES["unit_unlike"] % params, doubt_code="unit_unlike", doubt_params=params
    )


def _role(word: str, words: set[str], style: Style) -> str:
    if word in _LEADS or word.startswith("牵头"):
        return "lead"
    if word in _COOPERATES:
        return "cooperating"
    beside = style.cooperates and not words & _LEADS
    return "lead" if word == "责任" and beside else "responsible"


_SEPARATOR = re.compile(
    r"[、,，;；/]|会同|以及(?=各|有关|相关)|(?<=等部门)和|(?<=等单位)和|(?<=[局委厅办])和(?=各|有关|相关)"
    r"|(?<=[局委厅办部会院府等门位])及(?=各|有关|相关|[\u4e00-\u9fff]{0,6}(?:局|委|厅|办)(?:[、,，]|$))"
)
_ETC = re.compile(r"等$|等(?:[\u4e00-\u9fff]{0,10}?)(?:部门|单位|机构|企业|地区)(?:单位)?$")
_DUTY = re.compile(
    r"(?:按照?(?:各自)?(?:职责|职能|任务)(?:分工)?|根据职责分工|依职责|分别|共同|分工)*(?:负责具体实施|具体实施|组织实施|负责|落实|牵头|配合|参与)?(?:落实)?$"
)


def split_list(text: str, start: int, end: int) -> list[Entry]:
    """The entries of a list; brackets hold together, and so do the kinds of places of one collective."""
    entries: list[Entry] = []
    depth, at, comma = 0, start, False
    separators = {match.start(): match.end() for match in _SEPARATOR.finditer(text, start, end)}
    position = start
    while position <= end:
        sign = text[position] if position < end else ""
        depth += (sign == "(") - (sign == ")")
        if position == end or (position in separators and depth <= 0):
            _add(entries, text, at, position, comma)
            comma = position < end and text[position] in ",，;；"
            at = separators.get(position, position + 1)
            position = max(position + 1, at)
        else:
            position += 1
    return entries


_SAID = re.compile(r"\((牵头|配合|协办|主办|参与)(?:单位|部门)?\)$")
_BOUNDED = re.compile(r"\((?!(?:[市县区旗州盟、乡镇]|街道|开发区|园区|功能区|新区|管委会)+\))[^()]*\)")


def _add(entries: list[Entry], text: str, start: int, end: int, comma: bool) -> None:
    while start < end and text[start] in " \n*　":
        start += 1
    while (
        start < end and text[end - 1] in " \n*。.)" and not (text[end - 1] == ")" and "(" in text[start:end])
    ):
        end -= 1
    name = re.sub(r"\s", "", text[start:end])
    name = _DUTY.sub("", name)
    stripped = _ETC.sub("", name)
    if stripped != name and not stripped:
        return
    said = _SAID.search(stripped)
    name = _BOUNDED.sub("", stripped)
    if not name or name in {"等", "各自", "有关"}:
        return
    if entries and not comma and entries[-1].group and _joins(entries[-1].name, name):
        last = entries[-1]
        last.name, last.end = f"{last.name}、{name}", end
        return
    entries.append(
        Entry(name, start, end, comma, bool(_COLLECTIVE.search(name)), said.group(1) if said else "")
    )


def _joins(collective: str, name: str) -> bool:
    """各市|县(区)人民政府, 各县市区人民政府|管委会: parts of one wording"""
    if re.fullmatch("人民政府|政府|管委会|办事处|党工委|街道办事处|街道办", name):
        return True
    return bool(_KIND_OF_PLACE.match(collective) and _GENERIC.match(name))


def _give_back(entries: list[Entry], style: Style) -> list[Entry]:
    _carry_suffix_back(entries)
    _carry_prefix_on(entries, style)
    return entries


def _leaves_out(entries: list[Entry], style: Style) -> bool:
    """ "县资源局、建设局、财政局": a list of which only the first has the prefix means it for all, also in a
    document that repeats it elsewhere."""
    local = [entry for entry in entries if not entry.group and not _has_own_place(entry.name, style)]
    return len(local) > 2 and [bool(_PREFIX.match(entry.name)) for entry in local] == [
        True, *[False] * (len(local) - 1)
    ]  # fmt: skip


def _carry_suffix_back(entries: list[Entry]) -> None:
    """海拉尔区、鄂温克族自治旗人民政府 -> 海拉尔区人民政府, 鄂温克族自治旗人民政府"""
    suffix = ""
    for entry in reversed(entries):
        match = _SUFFIX.search(entry.name)
        if entry.group:
            suffix = ""
        elif match:
            suffix = match.group() if match.start() >= 2 else ""
        elif suffix and _PLACE.match(entry.name):
            entry.name += suffix
        else:
            suffix = ""
        if entry.breaks:
            suffix = ""


def _carry_prefix_on(entries: list[Entry], style: Style) -> None:
    """自治区公安厅、发展改革委 -> 自治区公安厅, 自治区发展改革委; a comma or a new prefix ends it"""
    if not style.carries and not _leaves_out(entries, style):
        return
    prefix = ""
    only_commas = len(entries) > 2 and all(entry.breaks for entry in entries[1:])
    for entry in entries:
        if entry.breaks and not only_commas:
            prefix = ""
        own = _PREFIX.match(entry.name)
        if own:
            prefix = own.group(1)
        elif entry.group or _has_own_place(entry.name, style):
            continue
        elif prefix:
            entry.name = _prefix_for(prefix, entry.name) + entry.name
        else:  # after a comma: "…、住建局,税务局" where 市税务局 is printed elsewhere
            whole = [level + entry.name for level in _LEVELS if level + entry.name in style.printed]
            entry.name = whole[0] if len(whole) == 1 else entry.name


_LEVELS = ("自治区", "省", "市", "县", "区", "州", "盟", "旗")


def _prefix_for(prefix: str, name: str) -> str:
    """市委 is carried on to party organs only: 市委组织部、统战部, but 市委宣传部、农牧局 is 市农牧局."""
    if prefix.endswith(("委", "党委")) and not _PARTY.search(name):
        return prefix.removesuffix("党委").removesuffix("委")
    if prefix.endswith("政府"):
        return prefix.removesuffix("人民政府").removesuffix("政府")
    return prefix


def _has_own_place(name: str, style: Style) -> bool:
    return bool(_OWN.search(name) or _PLACE.match(name) or _SUFFIX.search(name)) or name.startswith(
        style.own_places
    )
