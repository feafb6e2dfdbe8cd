"""Marked text on a page: `{% load marks %}{% show_pieces pieces %}` for what tasks.marking cut."""

from django import template
from django.utils.html import format_html, format_html_join

from tasks.marking import Piece

register = template.Library()


@register.simple_tag
def show_pieces(pieces):
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


def _shown(piece: Piece):
    """The text under its marks; the innermost one that leads somewhere is the link."""
    if not piece.marks:
        return piece.text
    inner = _linked(piece)
    for name in reversed(piece.names):
        inner = format_html('<span id="{}" class="mark-anchor">{}</span>', name, inner)
    return inner


def _linked(piece: Piece):
    css = " ".join(dict.fromkeys(f"mark-{mark.kind}" for mark in piece.marks))
    link = next((mark for mark in reversed(piece.marks) if mark.href), None)
    if link is None:
        return format_html('<span class="{}">{}</span>', css, piece.text)
    return format_html('<a class="{}" href="{}" title="{}">{}</a>', css, link.href, link.tip, piece.text)
