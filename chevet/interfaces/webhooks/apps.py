from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "chevet.interfaces.webhooks"
