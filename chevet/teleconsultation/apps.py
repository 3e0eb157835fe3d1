from django.apps import AppConfig


class TeleconsultationConfig(AppConfig):
    name = "chevet.teleconsultation"
