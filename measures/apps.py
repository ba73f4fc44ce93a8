from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "มาตรการ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor below what it may not ask by itself.

        What plans refer to, which measures ask for OIT items, and where a card's weak points become measures.
        """
        from assessments import references
        from assessments.cards import improving
        from assessments.register import askers
        from measures.references import used_indicators, used_issues
        from measures.selectors.disclosures import measures_asking
        from measures.selectors.weak import proposals_for

        references.register(used_indicators)
        references.register_issues(used_issues)
        askers.register(measures_asking)
        improving.register(proposals_for)
