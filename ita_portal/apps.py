from django.apps import AppConfig


class ItaPortalConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "ita_portal"
    verbose_name = "ITA มาตรการ"

    def ready(self) -> None:
        from ita_portal import checks  # noqa: F401 (importing registers the system checks)
