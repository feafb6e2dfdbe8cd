"""Counts of lights on a page. `{% load tallies %}`, then

{% light_bar lights %}    a stacked bar of a Counter of lights; it only repeats figures that stand beside it
{% light_heads %}         the heads of four columns of counts
{% light_counts lights %} the cells of these columns
"""

from collections import Counter

from django import template

from reports.dashboard import ORDER
from urbanplan.templatetags.ledger import LIGHTS

register = template.Library()


@register.inclusion_tag("reports/includes/light_bar.html")
def light_bar(lights: Counter, most: int | None = None):
    """As long as `most` tasks would be, where bars of several rows are to be compared."""
    whole = most or lights.total() or 1
    parts, start = [], 0.0
    for light in ORDER:
        width = 100 * lights[light] / whole
        if width:
            parts.append((light, f"{start:.2f}", f"{width:.2f}"))
        start += width
    return {"parts": parts}


@register.inclusion_tag("reports/includes/light_heads.html")
def light_heads():
    return {"heads": [(light, *LIGHTS[light]) for light in ORDER]}


@register.inclusion_tag("reports/includes/light_counts.html")
def light_counts(lights: Counter):
    return {"counts": [(light, LIGHTS[light][1], lights[light]) for light in ORDER]}
