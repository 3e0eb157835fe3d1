from django.apps import AppConfig


class TeleregulationConfig(AppConfig):
    name = "chevet.teleregulation"
