from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "askwell.server.calls"
    label = "calls"

    def ready(self) -> None:
        """Make the work of this app known to the worker."""
        from askwell.server.calls import work  # noqa: F401, PLC0415 - models are only there once apps are ready
