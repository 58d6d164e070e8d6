from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "askwell.server.jobs"
    label = "jobs"
