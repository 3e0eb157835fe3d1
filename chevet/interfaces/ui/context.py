"""What every page knows without being told. A view overrides any of it by passing the same name."""

from django.conf import settings

from .emergency import FRENCH_NUMBERS


def page(request):
    return {
        "demonstration": getattr(settings, "CHEVET_DEMO", False),
        "medical_device": getattr(settings, "CHEVET_REGULATORY_STATUS", ""),
        "emergency_numbers": FRENCH_NUMBERS,
    }
