import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models import Document, Region


def visible_regions(request):
    return Region.objects.filter(documents__in=Document.objects.visible_to(request.user)).distinct()


class DocumentFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words in title or number"), method="with_words")
    region = filters.ModelChoiceFilter(
        queryset=visible_regions, label=_("Region"), empty_label=_("Every region")
    )
    state = filters.ChoiceFilter(
        choices=Document.State.choices, label=_("State"), empty_label=_("Every state")
    )

    class Meta:
        model = Document
        fields = ("q", "region", "state")

    def with_words(self, documents, _name, words):
        return documents.filter(Q(title__icontains=words) | Q(number__icontains=words))
