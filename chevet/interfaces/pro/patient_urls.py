"""Addresses of a patient, with or without a follow-up."""

from django.urls import path

from chevet.interfaces.pro.views import patient, patient_identity

of = "patients/<uuid:patient_id>"

urlpatterns = [
    path("patients/new", patient.new, name="patient_new"),
    path(of, patient.patient, name="patient"),
    path(f"{of}/identity", patient_identity.identity, name="patient_identity"),
    path(f"{of}/teams", patient.share, name="patient_share"),
    path(f"{of}/contacts", patient.contacts, name="patient_contacts"),
    path(f"{of}/contacts/<uuid:contact_id>/retire", patient.retire, name="retire_contact"),
]
