"""All addresses of the portal."""

from django.conf import settings
from django.urls import include, path

from ita_portal import drafting, health, home
from ita_portal.help.views import tour_away

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("drafts/discard/", drafting.draft_discard, name="draft-discard"),
    path("tour/away/", tour_away, name="tour-away"),
    path("help/", include("ita_portal.help.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("accounts/", include("ita_portal.auth.urls")),
    path("api/", include("ita_portal.api.urls")),
    path("", include("measures.urls")),
    path("", include("agencies.urls")),
    path("", include("ita_portal.people.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("reports.urls.public")),
]
if settings.ENABLE_DJANGO_ADMIN:
    from allauth.account.decorators import secure_admin_login
    from django.contrib import admin

    # The portal's own log-in, with its throttle and second factor, leads there too.
    admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
    urlpatterns.append(path("django-admin/", admin.site.urls))
