from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "หลักฐาน"
    default_auto_field = "django.db.models.BigAutoField"
