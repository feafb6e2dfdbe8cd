import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.lights import Light
from tasks.models import Department, Document, Section, Task
from tasks.status import TaskStatus

LIGHTS = [
    (Light.RED, _("Far behind")),
    (Light.YELLOW, _("Behind")),
    (Light.GREEN, _("On track")),
    (Light.GREY, _("Not reported")),
]


class TaskFilter(filters.FilterSet):
    """Narrows one document's tasks; lights and states are those of the asked day."""

    q = filters.CharFilter(label=_("Words in title or text"), method="with_words")
    section = filters.ModelChoiceFilter(
        queryset=Section.objects.none(), label=_("Section"), empty_label=_("All sections")
    )
    unit = filters.ModelChoiceFilter(
        queryset=Department.objects.none(),
        label=_("Responsible unit"),
        empty_label=_("All units"),
        method="of_unit",
    )
    light = filters.ChoiceFilter(
        choices=LIGHTS, label=_("Light"), empty_label=_("Every light"), method="with_light"
    )
    state = filters.ChoiceFilter(
        choices=Task.State.choices, label=_("State"), empty_label=_("Every state"), method="in_state"
    )
    figures = filters.ChoiceFilter(
        choices=[
            ("yes", _("with targets")),
            ("no", _("without targets")),
            (Light.RED, _("with targets far behind")),
            (Light.YELLOW, _("with targets behind")),
            (Light.GREEN, _("with targets on track")),
            (Light.GREY, _("with targets not reported")),
        ],
        label=_("Targets"),
        empty_label=_("With or without"),
        method="with_figures",
    )

    def __init__(self, *args, document: Document, statuses: dict[int, TaskStatus], **kwargs):
        super().__init__(*args, **kwargs)
        self.statuses = statuses
        self.filters["section"].queryset = document.sections.all()
        self.filters["unit"].queryset = Department.objects.named_in(document)

    def with_words(self, tasks, _name, words):
        return tasks.filter(Q(title__icontains=words) | Q(text__icontains=words))

    def of_unit(self, tasks, _name, department):
        return tasks.for_departments([department.pk])

    def with_light(self, tasks, _name, light):
        return self._whose(tasks, lambda status: status.light == light)

    def in_state(self, tasks, _name, state):
        return self._whose(tasks, lambda status: status.state == state)

    def with_figures(self, tasks, _name, answer):
        if answer in ("yes", "no"):
            return self._whose(tasks, lambda status: bool(status.targets) == (answer == "yes"))
        return self._whose(
            tasks, lambda status: any(verdict.light == answer for _target, verdict in status.targets)
        )

    def _whose(self, tasks, holds):
        return tasks.filter(pk__in=[pk for pk, status in self.statuses.items() if holds(status)])
