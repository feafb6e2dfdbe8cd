"""A figure as somebody types it ("4500", "4,500", "４５００", "4.5万套") as an exact number."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from urbanplan.refusal import Refusal

MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([百千万亿]?)(.*)")
# An input method for Chinese types 。 where a point is meant, and several signs look like a minus.
LOOKALIKES = str.maketrans("。−–—", ".---")
WHOLE_DIGITS, DECIMAL_PLACES = 18, 6
LONGEST = 60


def read_figure(typed: str, unit: str) -> Decimal:
    """The number meant; the unit may be typed behind it. Refuses whatever could mean something else."""
    text = _plain(typed)
    unit = _plain(unit)
    found = NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        raise _not_a_figure(typed)
    number, multiplier, rest = found.groups()
    if multiplier and unit.startswith(multiplier):
        if multiplier + rest != unit:
            raise Refusal(
                _("The unit is %(unit)s already: write %(number)s without “%(word)s” if that is meant.")
                % {"unit": unit, "number": number, "word": multiplier}
            )
        multiplier = rest = ""
    if not _fits(rest, unit):
        raise Refusal(
            _("The unit of this figure is %(unit)s, not “%(typed)s”.") % {"unit": unit, "typed": rest}
        )
    return _within_limits(Decimal(number.replace(",", "")) * MULTIPLIERS.get(multiplier, 1))


def _plain(text: str) -> str:
    """Full-width signs made half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).translate(LOOKALIKES).split())


def _not_a_figure(typed: str) -> Refusal:
    shown = typed if len(typed) <= LONGEST else typed[:LONGEST] + "…"
    return Refusal(
        _("“%(typed)s” is not a figure. Write it like 4500, 4,500 or 4.5万.") % {"typed": shown.strip()}
    )


def _fits(rest: str, unit: str) -> bool:
    """ "套" is enough for "套(间)"; "个百分点" is the same as "百分点"."""
    return not rest or unit.startswith(rest) or rest == f"个{unit}"


def _within_limits(value: Decimal) -> Decimal:
    if abs(value) >= 10**WHOLE_DIGITS:
        raise Refusal(_("This figure is too large."))
    if value != round(value, DECIMAL_PLACES):
        raise Refusal(_("A figure has at most %(places)s decimal places.") % {"places": DECIMAL_PLACES})
    return value
