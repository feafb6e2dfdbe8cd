from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.forms.documents import DocumentFileForm
from tasks.models import Amendment


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=Amendment._meta.get_field("reason").max_length,
        help_text=_("What for and on what ground, for example a notice with its number. Everybody sees it."),
    )


class VersionForm(DocumentFileForm, ReasonForm):
    """A new version of a published document, to be compared with its ledger."""

    field_order = ("reason", "file", "text")
