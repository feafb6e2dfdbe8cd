"""Results in numbers that a document commits somebody to reach, as records of the contract."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date

from .commitments import (
    SIZE_OF,
    THRESHOLD_UNITS,
    TIME_UNITS,
    borderline,
    no_target,
)
from .contract import Target
from .due import Dates, Named, month_end
from .indicators import (
    look_ahead,
    name_target,
    share_predicate,
)
from .messages import MESSAGES
from .quantities import Quantity, find_quantities
from .scene import Scene
from .sharing import (
    handed_out_together,
    name_together,
)
from .wording import (
    CEILING,
    DEED,
    FLOOR,
    FROM,
    OF_BASE,
    REACH,
    VERB_HEAD,
    Found,
    strip_reach,
    trim,
)

_STOP = "，,。；;：:！!？?\n"


_WINDOW = 200  # how far from a figure its words are looked for: no clause of a document is longer


@dataclass(frozen=True)
class Stretch:
    """A piece of text that belongs to one task or to the goals."""

    start: int
    end: int


def find_targets(
    text: str,
    stretch: Stretch,
    dates: Dates,
    holes: list[tuple[int, int]],
    ocr=(),
    due: date | None = None,
    topic: str = "",
) -> list[Target]:
    """The targets of one stretch; `holes` are the clauses inside it, `due` a date set for all."""
    found: list[Found] = []
    previous: Found | None = None
    scene = Scene(text, topic)
    tenses = dates.tenses(text, stretch.start, stretch.end)
    for left, right in _clauses(text, stretch):
        quantities = _to_read(text, left, right, holes, dates, tenses)
        row: list[Found] = []
        if quantities:
            row, previous = _read_clause(text, left, right, quantities, previous, scene.now(found), found)
        ends = text[right : right + 1] in "。\n"
        scene.passes(left, right, quantities, row, ends, len(found))
        found += row
        previous = row[-1] if row else previous if not ends else None
    _doubt_what_follows_a_doubt(found)
    named = dates.named(text, stretch.start, stretch.end)
    closing = dates.closing(text, stretch.start, stretch.end)
    return [_target(text, one, _due(text, one, dates, named, closing, due), ocr) for one in found]


def _doubt_what_follows_a_doubt(found: list[Found]) -> None:
    """A name read from the figure before, which was not sure, is not sure either."""
    doubted = [one.indicator for one in found if one.doubt and one.doubt[0] == "object_above"]
    unsure = {VERB_HEAD.sub("", name) or name for name in doubted}
    for one in found:
        if (VERB_HEAD.sub("", one.indicator) or one.indicator) in unsure and not one.doubt:
            one.doubt = ("object_above", {})


def _to_read(text: str, left: int, right: int, holes, dates: Dates, tenses) -> list[Quantity]:
    """The figures of a clause that are neither in a hole nor where a change begins nor of the past."""
    quantities = find_quantities(text, left, right)
    out = [*holes, *_old_values(text, left, right)] if quantities else []
    return [
        quantity
        for quantity in quantities
        if not any(a <= quantity.start < b for a, b in out) and not dates.is_past(tenses, quantity.start)
    ]


def _old_values(text: str, left: int, right: int) -> list[tuple[int, int]]:
    return [match.span() for match in FROM.finditer(text, left, right)]


def _clauses(text: str, stretch: Stretch) -> list[tuple[int, int]]:
    """Stretches between commas and stops, but not inside brackets."""
    spans, left, depth = [], stretch.start, 0
    for match in re.compile(rf"[(){_STOP}]").finditer(text, stretch.start, stretch.end):
        sign = match.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0 or sign in "。\n":
            if (
                sign == ","
                and text[match.start() - 1].isdigit()
                and text[match.end() : match.end() + 3].isdigit()
            ):
                continue
            if (
                sign in ":："
                and text[match.start() - 1].isdigit()
                and text[match.end() : match.end() + 1].isdigit()
            ):
                continue  # 师生比1:15
            spans.append((left, match.start()))
            left, depth = match.end(), 0
    spans.append((left, stretch.end))
    return [(a, b) for a, b in spans if b > a]


def _read_clause(
    text: str,
    left: int,
    right: int,
    quantities: list[Quantity],
    previous,
    start: Found,
    earlier: list[Found],
) -> tuple[list[Found], Found | None]:
    found: list[Found] = []
    part, whole, previous = _taken_apart(text, left, quantities, previous, earlier)
    kin = {one.quantity.unit: one.indicator for one in earlier[-12:] if not one.of_place}
    quantities = _with_whole_units(text, quantities)
    followers = _followers(text, quantities)
    for quantity, following in zip(quantities, followers, strict=True):
        head = _own_part(text, found[-1].quantity.end, quantity.start) if found else left
        window = max(left, quantity.start - _WINDOW), min(right, quantity.end + _WINDOW)
        one = replace(
            start, quantity=quantity, left=window[0], right=window[1], head=max(head, window[0]), part=part,
            kin=kin.get(quantity.unit, ""), opens_list=left > 0 and text[left - 1] in ":：",
            context="" if found else start.context, following=following, whole=whole,
        )  # fmt: skip
        if not no_target(text, one, found):
            found.append(one)
        elif quantity.value == 0:
            one.indicator = strip_reach(trim(text[head : quantity.start], one))
            previous = one if len(one.indicator) > 3 else previous
    _name_all(text, found, previous, earlier)
    return [one for one in found if len(one.indicator) >= 2], previous


def _name_all(text: str, found: list[Found], previous: Found | None, earlier: list[Found]) -> None:
    """What each figure of a clause measures, whether it is a floor or a ceiling, and whether it binds."""
    shared = handed_out_together(text, found)
    for at, one in enumerate(found):
        before = found[at - 1] if at else None
        if explained := _explained(text, one, found[:at]):
            one.part, one.whole = True, explained.indicator
        one.comparator = _comparator(text, one, before, shared)
        if one not in shared:
            name_target(text, one, before, previous)
    look_ahead(text, found)
    if shared:
        name_together(text, shared, earlier)
    share_predicate(text, found)
    for one in found:
        one.must = one.must and not (one.quantity.rounded or one.quantity.ratio) and not borderline(text, one)


def _taken_apart(
    text: str, left: int, quantities: list[Quantity], previous: Found | None, earlier: list[Found]
) -> tuple[bool, str, Found | None]:
    """Whether a clause gives parts of a number named before, of what, and that figure."""
    if text.startswith("其中", left):  # "项目118个,投资310亿元,其中续建|48个": of the projects
        units = {quantity.unit for quantity in quantities} - {"年"}
        same = [one for one in earlier[-6:] if one.quantity.unit in units]
        previous = same[-1] if same else previous
        return True, previous.indicator if previous else "", previous
    if previous and _goes_on_apart(text, left, quantities[0], previous):
        return True, previous.whole, previous
    return False, "", previous


def _goes_on_apart(text: str, left: int, first: Quantity, previous: Found) -> bool:
    """ "改造管网60公里,其中城区40公里,|乡镇20公里": the parts go on behind the comma."""
    said = text[left : first.start]
    parts = previous.part and previous.whole and previous.quantity.unit == first.unit
    return bool(parts and said and not DEED.search(said) and not REACH.search(said))


def _explained(text: str, one: Found, earlier: list[Found]) -> Found | None:
    """ "新增学位200个(市直|100个,各县|100个)": the figure that the bracket takes apart."""
    opening = text.rfind("(", one.left, one.quantity.start)
    closed = text.find(")", opening, one.quantity.start) >= 0
    if opening < 0 or closed or one.quantity.unit == "%":
        return None
    same = [before for before in earlier if before.quantity.unit == one.quantity.unit]
    ends = [before for before in same if not re.search("[、,，(]", text[before.quantity.end : opening])]
    return ends[0] if ends and ends[0].quantity.end <= opening else None


def _with_whole_units(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """ "分别压缩至3个、2个、2个工作日": the unit is printed whole once."""
    whole = list(quantities)
    for at in range(len(whole) - 2, -1, -1):
        one, following = whole[at], whole[at + 1]
        joint = text[one.end : following.start] in {"、", "和", "及", "以及"}
        if joint and one.bare and not one.ratio and not following.bare and not following.spelled:
            whole[at] = replace(one, unit=following.unit)  # "分别不高于10、35、100毫克"
        if (
            joint
            and one.unit != following.unit
            and one.unit == "个"
            and following.unit in {"个工作日", "个月"}
        ):
            whole[at] = replace(one, unit=following.unit)
    return whole


def _followers(text: str, quantities: list[Quantity]) -> list[Quantity | None]:
    """For each figure the one after it that is no part of a name (一件事) or of a description (30亿元的)."""
    followers: list[Quantity | None] = []
    next_one: Quantity | None = None
    for at in range(len(quantities) - 1, -1, -1):
        followers.append(next_one)
        quantity = quantities[at]
        named = text[quantity.start - 1 : quantity.start] in {"“", '"', "《"}
        if not quantity.spelled and not named and not _describes(text, quantity, quantities[at - 1 : at]):
            next_one = quantity
    return followers[::-1]


def _describes(text: str, quantity: Quantity, before: list[Quantity]) -> bool:
    """ "3个总投资超|30亿元|的项目", "2个|500亩以上|基地": part of the thing that is counted."""
    if quantity.unit == "岁" or text[quantity.end : quantity.end + 1] == "的":
        return True
    if SIZE_OF.search(text[max(0, quantity.start - 12) : quantity.start]):
        return True
    apart = not before or re.search("[、,，和及]", text[before[0].end : quantity.start])
    bounds = quantity.bound in {"以上", "及以上"} and re.match("[\u4e00-\u9fff]", text[quantity.end :])
    return bool(bounds and not apart and quantity.unit in THRESHOLD_UNITS)


def _own_part(text: str, end: int, start: int) -> int:
    """The object of the figure before ends at the next 、: "3个龙头项目、|10个产业项目"."""
    at = max(text.rfind(sign, end, start) for sign in ",，(")
    if at >= 0 and text.find(")", at, start) < 0:
        return at + 1  # inside brackets: "学位200个(市直100个,|各县100个)"
    at = text.find("、", end, start)
    if text.startswith("或", end):
        return end + 1  # "收集率达到75%以上或|较2020年提高5个百分点"
    if at < 0 and text[start - 1] in "和及与":
        return start - 1  # "4台作业车和|1台发电车"
    return at if at >= 0 else end


def _comparator(text: str, one: Found, before: Found | None, shared: list[Found]) -> str:
    quantity = one.quantity
    lead = text[one.head : quantity.start]
    last = shared[-1].quantity if one in shared else quantity
    first = shared[0] if one in shared else one
    lead = text[first.head : first.quantity.start] if one in shared else lead
    if quantity.value_to is not None and quantity.bound not in {"以上", "及以上"}:
        return "range"
    if last.bound in {"左右", "上下"} or lead.endswith(("约", "大约", "近")):
        return "~"
    if last.bound in {"以内", "之内", "内"}:
        return "<="
    base = OF_BASE.match(lead)
    if base:
        return "<=" if base.group("word") in {"不超过", "不得超过", "不得高于", "不高于"} else ">="
    if quantity.unit in TIME_UNITS and re.match("办结|办好|完成|办理", text[quantity.end : one.right]):
        return "<="
    if re.search("(?:限制|不得|严禁|禁止)(?:新建|建设)$", lead):
        return "<="
    if FLOOR.search(lead) or last.bound in {"以上", "及以上"}:
        return ">="
    if last.bound in {"以下", "及以下"} or CEILING.search(lead):
        return "<="
    if before and before.comparator == "<=" and not trim(lead, one):
        return "<="
    return ">="


def _target(text: str, one: Found, when: date | None, ocr) -> Target:
    start, end = _quote(text, one)
    doubt = one.doubt
    for begin, stop, printed, _ in ocr:
        if one.quantity.start < stop and begin < one.quantity.end:
            doubt = ("ocr_number", {"printed": printed, "value": format(one.quantity.value, "f")})
    if one.quantity.rounded:
        doubt = ("fraction", {"value": format(one.quantity.value, "f")})
    if doubt is None and one.quantity.ratio:
        doubt = ("ratio", {})
    if doubt is None and re.search("[|?�]", one.indicator):
        doubt = ("indicator_broken", {})
    if doubt is None and one.quantity.odd:
        doubt = ("unit_odd", {"unit": one.quantity.unit})
    if doubt is None and not one.must:
        doubt = ("borderline", {})
    if doubt is None and when is None:
        doubt = ("due_assumed", {})
    code, params = doubt or (None, {})
    return Target(
        one.indicator, one.comparator, one.quantity.value, one.quantity.value_to, one.quantity.unit, when,
        text[start:end], one.must, MESSAGES[code] % params if code else None, start, end, code, params,
    )  # fmt: skip


_QUOTE_ENDS = re.compile(r"[、,，]|\((?=[^()]{0,60}(?:负责|牵头|配合|单位|部门))")


def _quote(text: str, one: Found) -> tuple[int, int]:
    """The shortest stretch that carries indicator and figure, at most 80 characters.

    Its own part of the clause where that holds every word of the indicator ("…9087套、|改造棚户区3810套").
    """
    end = one.quantity.end
    rest = _QUOTE_ENDS.split(text[end : min(one.right, end + 45)], maxsplit=1)[0]
    end += len(rest) if len(rest) < 45 else 0
    start = max(one.left, end - 80)
    if one.head > start and _in_order(one.indicator, text[one.head : end]):
        start = one.head
    while start < one.quantity.start and text[start] in " \n、和及":
        start += 1
    return min(start, one.quantity.start), max(min(end, start + 80), one.quantity.end)


def _in_order(words: str, text: str) -> bool:
    letters = iter(re.sub(r"\s", "", text))
    return all(letter in letters for letter in words)


def _due(
    text: str, one: Found, dates: Dates, named: list[Named], closing: list, due: date | None
) -> date | None:
    """The month of its phrase, a date that closes it, a year of its sentence, the day set for the task.

    The first of these that there is, else the date named last.
    """
    at = one.quantity.start
    if one.month:
        year = dates.near(text, named, at) or due or dates.at(text, named, at)
        return month_end(year.year, one.month) if year and one.month <= 12 else year
    near = one.due or dates.behind(text, one.quantity.end, one.right) or dates.near(text, named, at)
    if near and due and near == date(due.year, 12, 31):
        near = None  # 完成时限 names the month of that year
    whole_year = near is None or (near.month, near.day) == (12, 31)
    index = bisect_right(closing, at, key=lambda row: row[1])
    closes = closing[index] if index < len(closing) and closing[index][0] <= at else None
    # "2024年底前完成投资3亿元,2025年6月底前竣工": the later day is of another deed
    if closes and whole_year and not one.due and (near is None or closes[2] <= near):
        return closes[2]
    return near or due or dates.at(text, named, at)
