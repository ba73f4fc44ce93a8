from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor below what plans refer to and which measures ask for OIT items: it may not ask by itself."""
        from assessments import references
        from assessments.register import askers
        from measures.references import used_indicators
        from measures.selectors.disclosures import measures_asking

        references.register(used_indicators)
        askers.register(measures_asking)
