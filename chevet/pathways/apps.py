from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "chevet.pathways"
