"""Who issued a document, and the region it governs: 甲市人民政府办公室 -> 甲市."""

from __future__ import annotations

import re
from itertools import pairwise

from .contract import Finding
from .headlines import BODY, DAY_LINE, RUN_DAY, SOURCE
from .places import (
    NATION,
    county_named,
    prefecture_named,
    prefecture_of_counties,
    region_in,
    region_within,
    with_city,
)
from .titles import is_title

# --- issuer ---

_SIGNER = re.compile(r"(?:中共)?[\u4e00-\u9fff]{3,16}(?:办公[室厅]|委员会|人民政府)$")
_PUBLISHER = re.compile(
    r"(?:发布单位|发布机构|发文机关|制定机关|发文单位|印发机关)(?:[*\s]*[:：][*\s|]*| +)"
    r"(?P<body>[\u4e00-\u9fff]{3,30})"
)
_PUBLISHED = re.compile(r"(?P<body>[\u4e00-\u9fff]{3,30}(?:办公室|办公厅|人民政府))于20\d\d年")


def read_issuer(lines: list[str], title: str | None, region: str | None, top: str) -> str | None:
    """Who gives the notice, else who signs above the day, else who is named as the publishing body."""
    flat = [_joined(line) for line in lines]
    published = (
        _PUBLISHER.search(top)
        or _PUBLISHER.search("\n".join(lines))
        or _PUBLISHED.search(re.sub(r"\s", "", top))
    )
    if giver := _giver(flat, region) or _signer(flat, region):
        # "县人民政府办公室关于印发…" on a page that says "发文单位: 甲县人民政府办公室"
        whole = published["body"] if published else ""
        return whole if whole != giver and whole.endswith(giver) and region_in(whole) else giver
    if published:
        return full(published["body"], region)
    named = _SPEAKS.match(title or "")
    return named["body"] if named and BODY.search(named["body"]) else _over_title(flat)


def _over_title(flat: list[str]) -> str | None:
    """ "中共甲省委 甲省人民政府 / 2019年公园行动令 / 各市…:": who stands over title and addressees."""
    for body, heading, to in zip(flat[:14], flat[1:15], flat[2:16], strict=False):
        printed = all(BODY.search(one) for one in body.split("、")) and len(body) <= 40
        if printed and is_title(heading) and re.match("各[^。]{4,}[:：]$", to):
            return body
    return None


# "甲省人民政府关于…的意见", "甲省人民政府贯彻国务院关于…的意见"
_SPEAKS = re.compile(r"(?P<body>[\u4e00-\u9fff、]{3,40}?)(?:关于|贯彻|落实)")
_GIVES = re.compile("(?:关于|办公[室厅])(?:印发|转发|批转)|^[\u4e00-\u9fff、]{3,40}[局厅委部府会]转发.+通知$")


def _giver(flat: list[str], region: str | None) -> str | None:
    """ "甲县人民政府办公室关于印发…的通知", "甲县人民政府关于做好…的意见", in one line or in two."""
    for noticed in [line for line in flat if _GIVES.search(line)]:
        match = re.match(r"(?P<body>[\u4e00-\u9fff、]{3,90}?)(?:关于)?(?:印发|转发|批转)", noticed)
        if match and BODY.search(match["body"]):
            return _signed_in_full(full(_joint(match["body"]), region), flat, region)
    for at, (body, heading) in enumerate(pairwise(flat[:14])):
        if re.match("关于(?:印发|转发|批转|下达)", heading) and BODY.search(body) and len(body) <= 40:
            return full(_joint("、".join([*_above(flat, at), body])), region)
    for line in flat[:10]:
        match = _SPEAKS.match(line)
        if match and BODY.search(match["body"]) and is_title(line):
            return full(_joint(match["body"]), region)
    for body, heading in pairwise(flat[:10]):
        if heading.startswith("关于") and BODY.search(body) and len(body) <= 40:
            return full(_joint(body), region)
    return None


def _above(flat: list[str], at: int) -> list[str]:
    """Bodies that give the notice together with the one at `at`, one above the other.

    "中共甲新区工作委员会 / 甲新区管理委员会 / 关于印发…". The name of a portal may stand there too,
    so that each is the party's or signs further down as well.
    """
    found: list[str] = []
    for body in reversed(flat[max(0, at - 4) : at]):
        signs = sum(body in line.split("、") for line in flat) > 1 and not flat[at].startswith(body)
        if not (BODY.search(body) and len(body) <= 30 and (signs or body.startswith("中共"))):
            break
        found.insert(0, body)
    return [body for body in found if body != flat[at]]


def _signer(flat: list[str], region: str | None) -> str | None:
    """The bodies above the day: "甲县人民政府 / 2023年3月9日", one or several."""
    for at, (signature, day) in enumerate(pairwise(flat)):
        if (DAY_LINE.match(day) or RUN_DAY.match(day)) and BODY.search(signature) and len(signature) <= 30:
            signed = [signature]
            for body in reversed(flat[:at]):
                if not (region and region in signature and _signs_too(body, region, signature)):
                    break
                signed.insert(0, body)
            return full("、".join(signed), region)
    return None


def _signs_too(body: str, region: str, signature: str) -> bool:
    """A whole body of the same region above the last that signs; not 甲县人民政府 above its own office."""
    named = body.removeprefix("中共").startswith(region) or (_SIGNER.match(body) and region in body)
    return bool(named and BODY.search(body) and len(body) <= 30 and not signature.startswith(body))


def _joined(line: str) -> str:
    """Without blanks and 代章; bodies that sign beside each other are parted by 、.

    "甲县住建局 甲县财政局关于印发…" -> 甲县住建局、甲县财政局关于印发…
    """
    parts = re.sub(r"[(（]代章[)）]", "", line).split()
    at = next((at for at, part in enumerate(parts) if "关于" in part), len(parts))
    last, about, rest = "".join(parts[at:]).partition("关于")
    bodies = [part for part in [*parts[:at], last] if part]
    # "甲县人民政府 办公室": one body, printed with a blank in it
    several = all(BODY.search(body) and not re.match("办公[室厅]|委员会", body) for body in bodies)
    return ("、" if several else "").join(bodies) + about + rest


def _joint(body: str) -> str:
    """Two bodies that sign together are printed without a stop between them."""
    return re.sub(
        r"(?<=办公[室厅])(?=[\u4e00-\u9fff])|(?<=[省市县区旗州盟]委)(?=[\u4e00-\u9fff]{2,8}人民政府$)",
        "、",
        body,
    )


def _signed_in_full(body: str, lines: list[str], region: str | None) -> str:
    """ "省发展改革委关于印发…": who signs the notice prints the whole name, 甲省发展和改革委员会."""
    if not region:
        return body
    short = re.match("(?:省|市|县|区|自治区|州|盟|旗)", body)
    if short and "、" in body:  # 市委办公室、市政府办公室 sign one above the other
        together = _signer(lines, region)
        return together if together and together.count("、") == body.count("、") else body
    for signature, day in pairwise(lines):
        whole = signature.startswith(region) and (short or signature.endswith(body))
        if DAY_LINE.match(day) and whole and BODY.search(signature):
            return signature
    return body


def whole_name(body: str) -> str:
    """甲省政府 -> 甲省人民政府: what the news shortens."""
    return re.sub("(?<=[省市县区州盟旗])政府", "人民政府", body)


def full(body: str, region: str | None) -> str:
    """市人民政府办公室 of a known city is that city's."""
    if region and re.match(r"(?:市|县|区|省|自治区|旗)(?:人民)?政府", body) and not body.startswith(region):
        return region + re.sub(r"^(?:市|县|区|省|自治区|旗)(?:人民)?政府", "人民政府", body)
    return body


# --- region ---

_OWN_PLACE = re.compile("结合(?P<name>[\u4e00-\u9fff]{2,9}?[省市县区州盟旗])实际")


def read_region(title: str | None, lines: list[str], text: str) -> str | None:
    publisher = _PUBLISHER.search(text[:3000])
    for candidate in [title or "", *lines, publisher["body"] if publisher else ""]:
        if region := region_in(candidate):
            return with_city(region, text[:6000])
    own = _OWN_PLACE.search(text[:6000])  # "结合甲区实际,制定本方案"
    if named := region_within(title or "") or (own and with_city(own["name"], text[:6000])):
        return named
    source = SOURCE.search(text[:3000])
    return region_in(source["body"]) if source else None


_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{2,16}?(?:开发区|高新区|经开区|示范区|新区|园区|保税区|合作区|度假区|试验区|产业园|工业园|新城|自贸区))"
    r"(?:党工委|工作委员会|委员会|管理?委员?会).*$"
)


def zone(issuer: str | None, title: str | None) -> str | None:
    """A development zone's 管委会 governs the zone, not the city that the zone is named after."""
    match = _ZONE.match(re.sub("^中共", "", issuer or ""))
    if not match or region_in(title or "") == match["zone"]:
        return None
    province = region_in(match["zone"]) or ""  # 陕西省西咸新区 -> 西咸新区, as a county stands without it
    return match["zone"].removeprefix(province) if province.endswith(("省", "自治区")) else match["zone"]


_NATIONAL = re.compile(
    "国务院|国家|中国|中共中央|中央|全国|(?!.*[省市县区州盟旗])[\u4e00-\u9fff]{2,12}部(?:办公厅|等|$|、)|海关总署|[\u4e00-\u9fff]{2,8}总局"
)


def nation(issuer: str | None, lines: list[str]) -> str | None:
    """A ministry's document, or one addressed to all provinces, governs the whole country."""
    addressed = any(line.startswith("各省、自治区") for line in lines[:12])
    return NATION if addressed or _NATIONAL.match(issuer or "") else None


# "我县", "全区": the level that a document speaks of as its own
_OWN_LEVEL = re.compile("[我全]([县区旗市])(?![县市区、)])|(?<![\u4e00-\u9fff])([县区旗市])(?:人民)?政府")


def region_by_places(text: str, number: str | None, findings: list[Finding]) -> str | None:
    """No name of a region is printed: the one county that the text names, or the city of its counties."""
    of_city = re.search("全市|我市|市政府|市直|市级", text[:20_000]) and not re.search(
        "县直|我县|全县|县政府|区政府|我区|区直|区级", text[:20_000]
    )
    own = [one or other for one, other in _OWN_LEVEL.findall(text[:20_000])]
    level = max(own, key=own.count) if own else "市"
    county = county_named(text, level, number) if level != "市" else None
    region = county or prefecture_of_counties(text) or (prefecture_named(text[:6000]) if of_city else None)
    if region:
        findings.append(Finding("region_by_places", {"region": region}, level="warning"))
    return region
