from django.apps import AppConfig


class StreamsConfig(AppConfig):
    name = "chevet.interfaces.streams"
