"""What every page knows without being told. A view overrides any of it by passing the same name."""

from django.conf import settings

from .emergency import FRENCH_NUMBERS


def site(request):
    """`medical_device`: the regulatory status declared by the operator; empty, every page says it is not one."""
    return {
        "demonstration": settings.DEMO,
        "medical_device": settings.REGULATORY_STATUS,
        "emergency_numbers": FRENCH_NUMBERS,
    }
