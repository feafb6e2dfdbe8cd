from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.forms.search import SearchForm
from tasks.marking import Piece, excerpt, hits, pieces
from tasks.models import Document, ProgressEntry, Target, Task

MOST = 50


@dataclass(frozen=True)
class Hit:
    url: str
    title: list[Piece]
    context: str
    words: list[Piece]


@dataclass(frozen=True)
class Group:
    label: str
    total: int
    hits: list[Hit]


@login_required
def search(request):
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    groups = [group for group in _groups(request.user, words) if group.hits] if words else []
    return render(request, "tasks/search.html", {"form": form, "words": words, "groups": groups})


def _groups(user, words: str) -> list[Group]:
    return [_tasks(user, words), _targets(user, words), _documents(user, words), _entries(user, words)]


def _found(rows: QuerySet, words: str, *fields: str) -> tuple[int, QuerySet]:
    """How many rows hold the words in one of the fields, and the first of them."""
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__icontains": words})
    return _first(rows.filter(condition))


def _first(found: QuerySet) -> tuple[int, QuerySet]:
    return found.count(), found[:MOST]


def _hit(url: str, title: str, context: str, text: str, words: str) -> Hit:
    return Hit(url, pieces(title, hits(title, words)), context, excerpt(text, words))


def _holding(words: str, *texts: str) -> str:
    """The first of the texts that holds the words."""
    return next((text for text in texts if words.lower() in text.lower()), "")


def _tasks(user, words: str) -> Group:
    rows = Task.objects.visible_to(user).select_related("document__region")
    # A task with subtasks repeats their text: there only its title counts.
    telling = Q(title__icontains=words) | Q(text__icontains=words, subtasks=None)
    total, found = _first(rows.filter(telling).order_by("-document__last_year", "document", "order"))
    shown = [_hit(t.get_absolute_url(), str(t), _of(t.document), t.text, words) for t in found]
    return Group(_("Tasks"), total, shown)


def _targets(user, words: str) -> Group:
    rows = Target.objects.visible_to(user).select_related("document__region")
    total, found = _found(
        rows.order_by("-document__last_year", "document", "order"), words, "indicator", "text"
    )
    shown = [_hit(reverse("target", args=[t.pk]), t.indicator, _of(t.document), t.text, words) for t in found]
    return Group(_("Targets"), total, shown)


def _documents(user, words: str) -> Group:
    rows = Document.objects.visible_to(user).select_related("region")
    total, found = _found(rows, words, "title", "number", "issuer", "text")
    shown = [_hit(d.get_absolute_url(), d.title, f"{d.region} · {d.number}", d.text, words) for d in found]
    return Group(_("Documents"), total, shown)


def _entries(user, words: str) -> Group:
    rows = ProgressEntry.objects.standing().visible_to(user).select_related("task__document", "department")
    total, found = _found(rows.distinct(), words, "narrative", "problem", "next_step")
    return Group(_("Progress"), total, [_entry(entry, words) for entry in found])


def _entry(entry: ProgressEntry, words: str) -> Hit:
    url = f"{entry.task.get_absolute_url()}#entry-{entry.pk}"
    text = _holding(words, entry.narrative, entry.problem, entry.next_step)
    return _hit(url, str(entry.task), f"{entry.department} · {entry.as_of}", text, words)


def _of(document: Document) -> str:
    return f"{document.region} · {document}"
