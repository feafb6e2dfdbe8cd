"""From a unit's printed name to a department of the ledger, and from a collective to its members."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tasks import collectives
from tasks.departments import classify, normal_key
from tasks.models import Department, DepartmentGroup, Document, Region

GOVERNMENT = ("人民政府", "政府")
LONGEST_SHORT_NAME = Department._meta.get_field("short_name").max_length


@dataclass
class Units:
    """Finds or makes the departments and groups of one region; reads the region's rows once.

    What it makes is remembered as brought in by the document, if one is given.
    """

    region: Region
    document: Document | None = None
    _known: dict[tuple[str, str], Department] = field(default_factory=dict)
    _below: dict[str, Region] = field(default_factory=dict)

    def __post_init__(self):
        below = Region.objects.below(self.region.code)
        # Two divisions may share a name (several 城区 in a province): such a name alone names nobody.
        names = [region.name for region in below]
        self._below = {region.name: region for region in below if names.count(region.name) == 1}
        self._regions = [self.region, *below]
        for department in Department.objects.filter(region__in=self._regions).order_by("pk"):
            self._remember(department)

    def _remember(self, department: Department) -> None:
        for name in [department.name, *department.aliases]:
            self._known.setdefault((department.region_id, normal_key(name)), department)

    def _region_of(self, name: str) -> Region:
        """A county's government belongs to the county, every other unit to the document's region."""
        for ending in GOVERNMENT:
            if name.endswith(ending):
                return self._below.get(name.removesuffix(ending), self.region)
        return self.region

    def known(self, name: str) -> Department | None:
        return self._known.get((self._region_of(name).code, normal_key(name)))

    def department(self, name: str) -> Department:
        found = self.known(name)
        return found or self._make(self._region_of(name), name)

    def _make(self, region: Region, name: str) -> Department:
        kind, function, short_name, aliases = self._described(name)
        department = Department.objects.create(
            region=region,
            name=name,
            kind=kind,
            function=function,
            short_name=short_name[:LONGEST_SHORT_NAME],
            aliases=aliases,
            brought_by=self.document,
        )
        self._remember(department)
        return department

    def _described(self, name: str) -> tuple[str, str, str, list[str]]:
        read = classify(name)
        return read.kind, read.function, read.short_name, list(read.aliases)

    def group(self, wording: str) -> DepartmentGroup:
        """The collective with the members that its wording proposes; the office confirms doubtful ones."""
        group, made = DepartmentGroup.objects.get_or_create(
            region=self.region, wording=wording, defaults={"brought_by": self.document}
        )
        if made:
            regions = [collectives.Region(r.code, r.name, r.level, r.parent_id or "") for r in self._regions]
            proposal = collectives.members(wording, regions, self.region.code)
            group.members.set(self._government(code) for code in proposal.codes)
            group.confirmed = proposal.certain and bool(proposal.codes)
            group.save()
        return group

    def _government(self, code: str) -> Department:
        region = next(region for region in self._regions if region.code == code)
        name = f"{region.name}人民政府"
        return self._known.get((code, normal_key(name))) or self._make(region, name)


def clear(document: Document, bodies: Iterable[Department | DepartmentGroup], by=None) -> None:
    """Removes those that this draft brought in and that nothing names any more, a group with its members.

    Whom a published document named stays.
    """
    if not document.is_draft:
        return
    groups = [body.pk for body in bodies if isinstance(body, DepartmentGroup)]
    departments = {body.pk for body in bodies if isinstance(body, Department)}
    departments |= set(Department.objects.filter(groups__in=groups).values_list("pk", flat=True))
    for group in DepartmentGroup.objects.filter(pk__in=groups, brought_by=document).unused():
        group._history_user = by
        group.delete()
    Department.objects.filter(pk__in=departments, brought_by=document).unused().delete()
