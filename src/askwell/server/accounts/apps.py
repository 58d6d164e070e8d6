from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "askwell.server.accounts"
    label = "accounts"

    def ready(self) -> None:
        from askwell.server.audit import keep_history_of  # noqa: PLC0415 - models are there once apps are ready

        keep_history_of(*(self.get_model(name) for name in ("User", "Team", "Membership", "Invitation")))
