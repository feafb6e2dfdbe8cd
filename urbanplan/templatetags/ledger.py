"""How the ledger's facts look on a page. `{% load ledger %}`, then

{% light verdict %}                     ● On track, its reason as title; of a Verdict, a TaskStatus or "red"
{% light_reason verdict %}              the reason as a sentence
{% light_why verdict %}                 the badge that opens to its reason, for fingers too
{{ value|figure }}                      9,087 or 97.5; "—" for None
{{ share|percent }}                     49.5% of Decimal("0.4952"); "—" for None
{% target_value target %}               ≥ 9,087 套 · ≤ 5% · 约 1 个百分点 · 20–30%
{% share_bar share expected light %}    the share done as a bar, a tick where it was expected to be
{% state_badge thing on=day %}          the state of a submission (or "Overdue"), task, document, project
{% as_of day %}                         the form that changes ?on= and keeps the rest of the address
{% breadcrumb label url label url label %}   the way here; the last one has no address
{% pagination page_obj %}               for lists that are no django-tables2 table
{% hidden_query "on" "page" %}          the other parameters of the address as hidden fields
{% filter_form filter %}                a django-filter FilterSet as a form that keeps the rest of the address
{% marked text spans %}                 text with <mark>s of (start, end, class); their anchors are #c<start>
"""

from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tasks import lights

register = template.Library()

NOTHING = "—"
LIGHTS = {
    "green": ("●", _("On track")),
    "yellow": ("▲", _("Behind")),
    "red": ("■", _("Far behind")),
    "grey": ("○", _("Not reported")),
}
STATE_SIGNS = {
    # of a submission
    "draft": "○",
    "submitted": "◐",
    "returned": "↩",
    "accepted": "✓",
    "overdue": "■",
    # of a task or a project
    "not_started": "○",
    "planned": "○",
    "under_way": "◐",
    "done": "✓",
    "blocked": "■",
    "stopped": "■",
    # of a document or a task
    "published": "✓",
    "closed": "✓",
}
AMOUNTS = {">=": "≥ {}", "<=": "≤ {}", "~": _("about {}"), "range": "{}"}


@register.filter
def figure(value) -> str:
    return NOTHING if value is None else lights.figure(Decimal(value))


@register.filter
def percent(share) -> str:
    return NOTHING if share is None else lights.percent(Decimal(share))


@register.simple_tag
def target_value(target) -> str:
    amount = lights.figure(target.value)
    if target.value_to is not None:
        amount = f"{amount}–{lights.figure(target.value_to)}"
    # GB/T 15835: the per cent sign follows its number at once.
    gap = "" if target.unit in ("%", "‰") else " "
    return AMOUNTS[target.comparator].format(f"{amount}{gap}{target.unit}")


def _light_of(thing) -> str:
    return str(getattr(thing, "light", thing))


@register.simple_tag
def light_reason(thing) -> str:
    verdict = getattr(thing, "verdict", thing)
    return lights.sentence(verdict, gettext) if isinstance(verdict, lights.Verdict) else ""


@register.simple_tag
def light(thing):
    sign, word = LIGHTS[_light_of(thing)]
    return format_html(
        '<span class="light light-{}" title="{}"><span class="sign" aria-hidden="true">{}</span>{}</span>',
        _light_of(thing),
        light_reason(thing),
        sign,
        word,
    )


@register.simple_tag
def light_why(thing):
    return format_html(
        '<details class="why"><summary>{}</summary><p>{}</p></details>', light(thing), light_reason(thing)
    )


@register.inclusion_tag("includes/share_bar.html")
def share_bar(share, expected=None, light=None):
    """A share over 1 fills the bar; its figure is in the text."""
    return {
        "share": share,
        "expected": expected,
        "light": _light_of(light) if light else "grey",
        "filled": _place(share),
        "tick": None if expected is None else _place(expected),
    }


def _place(share) -> str:
    """Where a share stands on a bar of 100, for an SVG attribute."""
    within = min(max(share or Decimal(0), Decimal(0)), Decimal(1))
    return f"{within * 100:.1f}"


def _state(thing, on) -> tuple[str, str]:
    """The state's class and word; "overdue" is not stored, the day asked for tells it."""
    if on and getattr(thing, "is_editable", False) and thing.due < on:
        return "overdue", gettext("Overdue")
    return thing.state, thing.get_state_display()


@register.simple_tag
def state_badge(thing, on=None):
    state, word = _state(thing, on)
    return format_html(
        '<span class="state state-{}"><span class="sign" aria-hidden="true">{}</span>{}</span>',
        state,
        STATE_SIGNS[state],
        word,
    )


def _other_parameters(context, left_out) -> list[tuple[str, str]]:
    query = context["request"].GET
    return [(name, value) for name in query if name not in left_out for value in query.getlist(name)]


@register.simple_tag(takes_context=True)
def hidden_query(context, *left_out):
    fields = _other_parameters(context, left_out)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


@register.inclusion_tag("includes/filter.html", takes_context=True)
def filter_form(context, filterset):
    """Other parameters (the day asked for, the sorting) stay; the page starts anew."""
    kept = _other_parameters(context, ["page", *filterset.form.fields])
    return {"form": filterset.form, "kept": kept, "cleared": "?" + urlencode(kept)}


@register.inclusion_tag("includes/as_of.html", takes_context=True)
def as_of(context, day):
    return {"day": day, "request": context["request"]}


@register.inclusion_tag("includes/breadcrumb.html")
def breadcrumb(*parts):
    return {"steps": list(zip(parts[::2], [*parts[1::2], ""], strict=False))}


@register.inclusion_tag("includes/pagination.html", takes_context=True)
def pagination(context, page):
    return {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "request": context["request"],
    }


@register.simple_tag
def marked(text, spans=()):
    """Spans that begin inside an earlier one are left out: marks lie side by side."""
    pieces, here = [], 0
    for start, end, css_class in sorted(spans):
        if start >= here:
            mark = format_html('<mark class="{}" id="c{}">{}</mark>', css_class, start, text[start:end])
            pieces += [text[here:start], mark]
            here = end
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[here:]]))
