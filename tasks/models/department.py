from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from tasks.models.region import Region


class BodyQuerySet(models.QuerySet):
    def unused(self):
        """Rows that nothing in the whole database refers to."""
        found = self
        for relation in self.model._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
        return found


class DepartmentQuerySet(BodyQuerySet):
    def matching(self, region: Region, key: str) -> "DepartmentQuerySet":
        """Departments of a region whose name or an alias has this normal key."""
        return self.filter(Q(key=key) | Q(alias_keys__contains=f"|{key}|"), region=region)

    def named_in(self, document) -> "DepartmentQuerySet":
        """Departments that answer for a task of the document, in any role, themselves or in a group."""
        from tasks.models.task import Assignment

        live = Assignment.objects.filter(task__document=document, task__dropped_on=None).order_by()
        named = Q(assignments__in=live) | Q(groups__assignments__in=live)
        return self.filter(pk__in=Department.objects.filter(named).values("pk"))


class Department(models.Model):
    """Any body that answers for a task: department, government, company, party organ."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", pgettext_lazy("kind of body", "department")
        GOVERNMENT = "government", _("government")
        COMPANY = "company", _("company")
        PARTY = "party", _("party organ")
        OTHER = "other", _("other body")

    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name=_("region"))
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DEPARTMENT)
    function = models.CharField(
        _("function"),
        max_length=40,
        blank=True,
        help_text=_("A key that departments with the same work share in every region."),
    )
    # The document that first named it; empty for what an administrator entered.
    brought_by = models.ForeignKey(
        "tasks.Document", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    key = models.CharField(max_length=100, db_index=True, editable=False)
    alias_keys = models.TextField(blank=True, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["region", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="department_name_once_per_region",
                violation_error_message=_("This region already has a department of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        from tasks.departments import normal_key

        self.key = normal_key(self.name)
        self.alias_keys = "|".join(["", *(normal_key(a) for a in self.aliases), ""])
        super().save(*args, **kwargs)


class DepartmentGroupQuerySet(BodyQuerySet):
    def named_in(self, document) -> "DepartmentGroupQuerySet":
        """Groups that answer for a task of the document."""
        return self.filter(
            assignments__task__document=document, assignments__task__dropped_on=None
        ).distinct()


class DepartmentGroup(models.Model):
    """A collective as printed, e.g. "各市、县(区)人民政府", and the departments that it means."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="department_groups", verbose_name=_("region")
    )
    wording = models.CharField(_("wording"), max_length=100)
    members = models.ManyToManyField(Department, related_name="groups", blank=True, verbose_name=_("members"))
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("The office has confirmed the members.")
    )
    brought_by = models.ForeignKey(
        "tasks.Document", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = DepartmentGroupQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[members], excluded_fields=["brought_by"])

    class Meta:
        verbose_name = _("department group")
        verbose_name_plural = _("department groups")
        constraints = [
            models.UniqueConstraint(fields=["region", "wording"], name="group_wording_once_per_region"),
        ]

    def __str__(self) -> str:
        return self.wording
