"""Whether a figure grows by adding up (9,087 homes) or is a level that is reached and kept (25 %)."""

# A rate or density is a level whatever it measures, and so is what has no unit: an index, a ratio.
LEVEL_UNITS = ("", "%", "％", "‰", "百分点", "个百分点", "倍")
# Words of indicators that are measured, not added up: 公路总里程, 每千人口…床位数, 参保人数, 人均…
LEVEL_WORDS = ("率", "占比", "比例", "比重", "人均", "每千", "每万", "总里程", "保有量", "参保人数", "密度")


def target_kind(indicator: str, unit: str) -> str:
    """ "level" or "amount": the kind that an indicator's words and unit suggest."""
    if unit in LEVEL_UNITS or "/" in unit:
        return "level"
    return "level" if any(word in indicator for word in LEVEL_WORDS) else "amount"
