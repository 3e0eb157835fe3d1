from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "chevet.interfaces.jobs"
