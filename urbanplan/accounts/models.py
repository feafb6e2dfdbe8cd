from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class User(AbstractUser):
    """Somebody who signs in; what they may do follows from their memberships."""

    first_name = None
    last_name = None
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)

    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def _memberships(self) -> list["Membership"]:
        return list(self.memberships.select_related("department", "region"))

    def regions_as(self, *roles: str) -> list[str]:
        """Codes of the regions in which this user holds one of the roles."""
        return [m.region_id for m in self._memberships if m.region_id and m.role in roles]

    @cached_property
    def department_ids(self) -> list[int]:
        """Departments for which this user is liaison."""
        return [m.department_id for m in self._memberships if m.role == Membership.Role.LIAISON]

    @cached_property
    def overseen_regions(self) -> list[str]:
        """Codes of the regions whose whole ledger this user may read."""
        return self.regions_as(*Membership.OVERSEERS)

    @property
    def main_role(self) -> str:
        """The role whose desk is shown first; "" for a user without any."""
        held = {m.role for m in self._memberships}
        return next((role for role in Membership.Role.values if role in held), "")


class Membership(models.Model):
    """A user's role, for a department (liaison) or for a region (all other roles)."""

    class Role(models.TextChoices):
        OFFICE = "office", _("Office coordinator")
        LIAISON = "liaison", _("Liaison")
        LEADER = "leader", _("Leader")
        AUDITOR = "auditor", _("Auditor")

    OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR)

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    department = models.ForeignKey(
        "tasks.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("department"),
    )
    region = models.ForeignKey(
        "tasks.Region",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("region"),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=Q(role="liaison", department__isnull=False, region__isnull=True)
                | (~Q(role="liaison") & Q(department__isnull=True, region__isnull=False)),
                violation_error_message=_("A liaison needs a department; every other role needs a region."),
            ),
            models.UniqueConstraint(
                fields=["user", "department"],
                name="membership_once_per_department",
                condition=Q(department__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role"],
                name="membership_once_per_region",
                condition=Q(region__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.department or self.region}"
