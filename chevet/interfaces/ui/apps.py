from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "chevet.interfaces.ui"
    label = "ui"
