"""All figures of a liaison on one page: what is right is stored, what is not stays marked in its row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy

from tasks.figures import Figure
from tasks.forms.figures import FigureForm, FigureRow, day_input, left_over
from tasks.models import Document
from tasks.progress import log_progress, refuse_day
from urbanplan.refusal import Refusal


class DayForm(forms.Form):
    """The day for which a document's figures are given."""

    as_of = forms.DateField(label=gettext_lazy("As of"))

    def __init__(self, *args, document: Document, today: date, day: date, **kwargs):
        super().__init__(*args, prefix=f"d{document.pk}", **kwargs)
        self.document, self.today = document, today
        self.fields["as_of"].initial = day
        self.fields["as_of"].widget = day_input(document, today)

    def clean_as_of(self) -> date:
        try:
            refuse_day(self.document, self.cleaned_data["as_of"], self.today)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["as_of"]

    def day(self) -> date:
        chosen = self.cleaned_data.get("as_of") if self.is_bound and self.is_valid() else None
        return chosen or self.fields["as_of"].initial


@dataclass
class Ledger:
    """The rows of one document: those to report, and those that another unit leads."""

    document: Document
    day_form: DayForm
    rows: list[FigureRow]

    @property
    def own(self) -> list[FigureRow]:
        return [row for row in self.rows if row.figure.leads]

    @property
    def others(self) -> list[FigureRow]:
        return [row for row in self.rows if not row.figure.leads]

    @property
    def others_need_a_look(self) -> bool:
        return any(row.form.is_bound and row.form.errors for row in self.others)


class FiguresPage:
    def __init__(self, figures: list[Figure], today: date, day_of: Callable[[Document], date], data=None):
        self.today, self.day_of, self.data = today, day_of, data
        self.is_bound = data is not None
        self.ledgers = [
            self._ledger(rows[0].target.document, rows)
            for rows in (list(group) for _pk, group in groupby(figures, lambda one: one.target.document_id))
        ]
        self.lost = left_over(data, [row.form for row in self.rows]) if self.is_bound else []
        self.refused: dict[str, FigureForm] = {}

    def _ledger(self, document: Document, figures: list[Figure]) -> Ledger:
        day_form = DayForm(self.data, document=document, today=self.today, day=self.day_of(document))
        rows = [FigureRow(self._form(one, day_form), self.day_of(document)) for one in figures]
        return Ledger(document, day_form, rows)

    def _form(self, figure: Figure, day_form: DayForm) -> FigureForm:
        form = FigureForm(self.data, figure=figure, today=self.today, day=day_form.day)
        del form.fields["as_of"]
        return form

    @property
    def rows(self) -> list[FigureRow]:
        return [row for ledger in self.ledgers for row in ledger.rows]

    def save(self, by, sending) -> int:
        """Stores each figure that is right, each for itself; returns how many, the others are `refused`."""
        saved = 0
        for ledger in self.ledgers:
            for row in ledger.rows:
                saved += self._save(row.form, ledger.day_form, by, sending)
        return saved

    def _save(self, form: FigureForm, day_form: DayForm, by, sending) -> bool:
        one = form.reported() if form.is_valid() else None
        if one and day_form.is_valid():
            return self._logged(form, one, by, sending)
        if one or form.errors:
            self.refused[form.figure.key] = form
        return False

    def _logged(self, form: FigureForm, one, by, sending) -> bool:
        figure = form.figure
        try:
            log_progress(
                task=figure.target.task,
                department=figure.department,
                by=by,
                sending=sending,
                today=self.today,
                **vars(one),
            )
        except Refusal as refusal:
            form.add_error("value", str(refusal))
            self.refused[figure.key] = form
            return False
        return True

    def after_saving(self, figures: list[Figure]) -> "FiguresPage":
        """The page anew, with what is stored now; refused rows keep what was typed and say why."""
        days = {ledger.document.pk: ledger.day_form for ledger in self.ledgers}
        page = FiguresPage(figures, self.today, self.day_of)
        for ledger in page.ledgers:
            ledger.day_form = days.get(ledger.document.pk, ledger.day_form)
            ledger.rows = [
                FigureRow(self.refused.get(row.figure.key, row.form), row.on) for row in ledger.rows
            ]
        page.refused = self.refused
        return page
