from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tasks.models import Region


class DocumentFileForm(forms.Form):
    """A document as a file or as pasted text, one of the two."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("txt, md, html, docx or pdf with a text layer."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.html,.htm,.docx,.pdf"}),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.MAX_UPLOAD_BYTES:
            limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
            raise ValidationError(_("The file is larger than %(limit)s."), params={"limit": limit})
        return file

    def clean(self):
        super().clean()
        if self.errors:
            return
        file, text = self.cleaned_data["file"], self.cleaned_data["text"].strip()
        if file and text:
            raise ValidationError(_("Choose a file or paste the text, not both."))
        if not file and not text:
            raise ValidationError(_("Choose a file or paste the text of the document."))

    def contents(self) -> bytes:
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].replace("\r\n", "\n").encode()

    def file_name(self) -> str:
        file = self.cleaned_data["file"]
        return file.name if file else gettext("pasted text") + ".txt"


class ImportForm(DocumentFileForm):
    """A file or pasted text, and the region whose document it is."""

    region = forms.CharField(
        label=_("Region"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "regions", "autocomplete": "off"}),
        help_text=_("Name or code (GB/T 2260)."),
    )
    field_order = ("region",)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = user.regions_as("office")
        by_code = Region.objects.in_bulk(own)
        self.regions = [by_code[code] for code in own]
        self.fields["region"].initial = next(iter(self.regions), None)

    def clean_region(self) -> Region:
        words = self.cleaned_data["region"].strip()
        named = _named(words)
        allowed = [region for region in self.regions if region in named]
        if len(allowed) == 1:
            return allowed[0]
        if len(allowed) > 1:
            raise ValidationError(_("Several regions are named so; enter the code."))
        if named:
            raise ValidationError(_("You import documents only for a region whose office you belong to."))
        raise ValidationError(_("There is no region of this name or code."))


def _named(words: str) -> list[Region]:
    """Regions of this code or name, as "640000 宁夏回族自治区" too; else those whose name holds the words."""
    code = words[:6]
    exact = list(Region.objects.filter(Q(pk=code) | Q(name=words)))
    return exact or list(Region.objects.filter(name__icontains=words)[:50])
