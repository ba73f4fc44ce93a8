"""Django's admin site, off unless ENABLE_DJANGO_ADMIN: master data only, never a row of the workflow."""

from django.contrib import admin

from agencies.models import AgencyGroup, AgencyKind, Province


@admin.register(Province)
class ProvinceAdmin(admin.ModelAdmin):
    """Provinces by their official code."""

    list_display = ("code", "name", "name_en", "is_demo")
    search_fields = ("code", "name", "name_en")


@admin.register(AgencyKind)
class AgencyKindAdmin(admin.ModelAdmin):
    """Kinds of agencies, in the order in which lists show them."""

    list_display = ("order", "code", "name")


@admin.register(AgencyGroup)
class AgencyGroupAdmin(admin.ModelAdmin):
    """Groups of a province's agencies."""

    list_display = ("province", "name")
    list_select_related = ("province",)
    search_fields = ("name", "province__name")
