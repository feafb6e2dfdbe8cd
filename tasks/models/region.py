from django.db import models
from django.utils.translation import gettext_lazy as _


def code_prefix(code: str) -> str:
    """The part of a GB/T 2260 code that all divisions below it share: 640000 -> 64, 640100 -> 6401."""
    while code.endswith("00"):
        code = code[:-2]
    return code


class RegionQuerySet(models.QuerySet):
    def within(self, code: str) -> "RegionQuerySet":
        """The region of this code and all below it."""
        return self.filter(code__startswith=code_prefix(code))

    def below(self, code: str) -> "RegionQuerySet":
        return self.within(code).exclude(code=code)


class Region(models.Model):
    """An administrative division; its GB/T 2260 code is also its place in the tree."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")
        COUNTY = "county", _("county")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_code_is_six_digits",
                condition=models.Q(code__regex=r"^[1-9][0-9]{5}$"),
                violation_error_message=_("A region's code has six digits (GB/T 2260)."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
