"""What an administrator looks after. Business data changes on its own pages, with its trail."""

from django.contrib import admin

from tasks.models import Department, DepartmentGroup, Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ("name", "short_name", "kind", "function", "region")
    list_filter = ("kind", "function")
    search_fields = ("name", "short_name", "region__name")
    autocomplete_fields = ("region",)
    list_select_related = ("region",)


@admin.register(DepartmentGroup)
class DepartmentGroupAdmin(admin.ModelAdmin):
    list_display = ("wording", "region", "confirmed")
    list_filter = ("confirmed",)
    search_fields = ("wording", "region__name")
    autocomplete_fields = ("region", "members")
    list_select_related = ("region",)
