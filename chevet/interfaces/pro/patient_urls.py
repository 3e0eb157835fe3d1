"""Addresses of a patient, with or without a follow-up."""

from django.urls import path

from chevet.interfaces.pro.views import patient

of = "patients/<uuid:patient_id>"

urlpatterns = [
    path(of, patient.patient, name="patient"),
]
