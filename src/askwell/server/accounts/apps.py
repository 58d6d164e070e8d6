from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "askwell.server.accounts"
    label = "accounts"
