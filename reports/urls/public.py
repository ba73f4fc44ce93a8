"""Public addresses: no log-in, no cookie (ita_portal.auth.middleware lets the namespace through).

An agency is named by its number: names change, and a Thai name in an address is cut off or mistyped on paper.
"""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from reports.urls.verify import urlpatterns as verify
from reports.views import public, public_files


class PlainNumber(IntConverter):
    """A number as it is written, without zeros before it: a page has one address and one place in the cache."""

    regex = "0|[1-9][0-9]*"


register_converter(PlainNumber, "number")
app_name = "public"
_PROVINCE = "public/<slug:code>/"
_WHOLE = f"{_PROVINCE}province/<number:fiscal_year>/"
_YEAR = f"{_PROVINCE}<number:pk>/<number:fiscal_year>/"
urlpatterns = [
    *verify,
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("public/", public.home, name="home"),
    path("public/data/", public.dictionary, name="dictionary"),
    path("public/files/<number:pk>", public_files.file, name="file"),
    path("public/files/<number:pk>/small", public_files.file_small, name="file-small"),
    path("public/papers/<slug:token>/<slug:name>", public_files.paper, name="paper"),
    path(_PROVINCE, public.province, name="province"),
    path(f"{_PROVINCE}sitemap.xml", public.province_sitemap, name="province-sitemap"),
    path(_WHOLE, public.province_year, name="province-year"),
    path(f"{_WHOLE}data.<slug:ending>", public.province_data, name="province-data"),
    path(f"{_PROVINCE}<number:pk>/", public.agency, name="agency"),
    path(_YEAR, public.year, name="year"),
    path(f"{_YEAR}data.<slug:ending>", public.year_data, name="year-data"),
]
