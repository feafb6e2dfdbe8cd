import pytest
from django.contrib import admin
from django.urls import reverse

from tasks import models
from tests.factories import DepartmentFactory, DepartmentGroupFactory, UserFactory, office_of

pytestmark = pytest.mark.django_db


def test_business_data_is_not_edited_there():
    kept = {model for model in admin.site._registry if model.__module__.startswith("tasks.")}

    assert kept == {models.Region, models.Department, models.DepartmentGroup}


@pytest.mark.parametrize("name", ["region", "department", "departmentgroup"])
def test_administrator_looks_after_regions_and_bodies(client, name):
    group = DepartmentGroupFactory(members=[DepartmentFactory()])
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    row = {"region": group.region, "department": group.members.get(), "departmentgroup": group}[name]

    assert client.get(reverse(f"admin:tasks_{name}_changelist"), {"q": "x"}).status_code == 200
    assert client.get(reverse(f"admin:tasks_{name}_change", args=[row.pk])).status_code == 200


def test_office_is_no_administrator(client):
    client.force_login(office_of(DepartmentFactory().region))

    assert client.get(reverse("admin:tasks_region_changelist")).status_code == 302
