from django.apps import AppConfig


class ProConfig(AppConfig):
    name = "chevet.interfaces.pro"
