"""Addresses of the central viewer."""

from django.urls import URLPattern, path

from measures.views import nation

urlpatterns: list[URLPattern] = [
    path("nation/", nation.nation_page, name="nation"),
    path("nation/file/<slug:form>/", nation.nation_file, name="nation-file"),
    path("nation/<slug:code>/", nation.nation_province, name="nation-province"),
    path("nation/<slug:code>/file/<slug:form>/", nation.nation_province_file, name="nation-province-file"),
]
