from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from urbanplan.accounts.models import Membership, User

admin.site.site_header = _("Urbanisation task ledger · administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Users, units and regions")
# Who may what follows from memberships alone.
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0


@admin.register(User)
class LedgerUserAdmin(UserAdmin):
    inlines = [MembershipInline]
    list_display = ["username", "name", "email", "roles", "is_active", "last_login"]
    list_filter = ["memberships__role", "is_active", "is_superuser"]
    search_fields = ["username", "name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email"]}),
        (_("Administration"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "name", "email", "usable_password"]}),
        (None, {"classes": ["wide"], "fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request):
        places = ["memberships__department", "memberships__region"]
        return super().get_queryset(request).prefetch_related(*places)

    @admin.display(description=_("roles"))
    def roles(self, user) -> str:
        held = user.memberships.all()
        return ", ".join(f"{m.get_role_display()} ({m.department or m.region})" for m in held)
