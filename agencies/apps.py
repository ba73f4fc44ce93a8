from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "หน่วยงานและผู้ใช้"
    default_auto_field = "django.db.models.BigAutoField"
