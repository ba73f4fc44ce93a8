from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor below which indicators plans refer to: it may not ask by itself."""
        from assessments import references
        from measures.references import used_indicators

        references.register(used_indicators)
