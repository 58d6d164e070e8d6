from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "askwell.server.deals"
    label = "deals"

    def ready(self) -> None:
        """Make the work of this app known to the worker, and keep the history of what is no word of a call."""
        from askwell.server.audit import keep_history_of  # noqa: PLC0415 - models are only there once apps are ready
        from askwell.server.deals import forecast_snapshots, questions_index  # noqa: F401, PLC0415 - as above
        from askwell.server.deals.forgetting import forget_and_keep  # noqa: PLC0415 - as above
        from askwell.server.deals.importing import work  # noqa: F401, PLC0415 - as above
        from askwell.server.deals.recognising import recognise_in_new_revisions  # noqa: PLC0415 - as above

        keep_history_of(*(self.get_model(name) for name in ("Company", "Contact", "Deal", "Stake", "Task")))
        forget_and_keep()
        recognise_in_new_revisions()
