from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# About ten pages of Chinese for one part; more is a paste by mistake.
LONGEST_PART = 20_000


class SubmissionForm(forms.Form):
    """One text field for each part of the cycle's report: `part-0`, `part-1`, …"""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, submission, **kwargs):
        self.submission = submission
        parts = submission.cycle.sections
        initial = {f"part-{i}": submission.texts.get(part, "") for i, part in enumerate(parts)}
        super().__init__(*args, initial={"version": submission.version, **initial}, **kwargs)
        for i, part in enumerate(parts):
            self.fields[f"part-{i}"] = forms.CharField(
                label=part,
                required=False,
                strip=False,
                max_length=LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 6, "class": "form-control"}),
            )

    @property
    def parts(self):
        return [self[f"part-{i}"] for i in range(len(self.submission.cycle.sections))]

    @property
    def texts(self) -> dict[str, str]:
        """The words by part, as they were typed."""
        return {
            part: self.cleaned_data[f"part-{i}"]
            for i, part in enumerate(self.submission.cycle.sections)
            if f"part-{i}" in self.data
        }


class HandInForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("The report is complete and holds no classified content."),
        error_messages={"required": _("Confirm this before you hand in the report.")},
    )


class ReviewForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is missing or wrong; needed to return the report."),
    )
    again_by = forms.DateField(
        label=_("Hand in again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Moves the due day of a report that is returned; leave empty to keep it."),
    )

    def clean_again_by(self):
        day = self.cleaned_data["again_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is already over."))
        return day


class ExtensionForm(forms.Form):
    until = forms.DateField(
        label=_("New due day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionAnswerForm(forms.Form):
    until = forms.DateField(
        label=_("New due day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to refuse more time."),
    )
