"""Addresses of the agenda, its appointments and its settings."""

from django.urls import path

from chevet.interfaces.pro.views import agenda, agenda_settings, appointment, booking

one = "appointments/<uuid:appointment_id>"

urlpatterns = [
    path("agenda", agenda.agenda, name="agenda"),
    path("agenda/print", agenda.agenda_print, name="agenda_print"),
    path("agenda/settings", agenda_settings.agenda_settings, name="agenda_settings"),
    path("agenda/openings/new", agenda_settings.opening_new, name="opening_new"),
    path("agenda/openings/<uuid:opening_id>/remove", agenda_settings.opening_remove, name="opening_remove"),
    path("agenda/motives/new", agenda_settings.motive_new, name="motive_new"),
    path("agenda/motives/<uuid:motive_id>", agenda_settings.motive_change, name="motive_change"),
    path("agenda/motives/<uuid:motive_id>/retire", agenda_settings.motive_retire, name="motive_retire"),
    path("agenda/feed", agenda_settings.feed_keep, name="agenda_feed_keep"),
    path("appointments/new", booking.appointment_new, name="appointment_new"),
    path(one, appointment.appointment, name="appointment"),
    path(f"{one}/move", appointment.appointment_move, name="appointment_move"),
    path(f"{one}/cancel", appointment.appointment_cancel, name="appointment_cancel"),
    path(f"{one}/restore", appointment.appointment_restore, name="appointment_restore"),
    path(f"{one}/outcome", appointment.appointment_outcome, name="appointment_outcome"),
    path(f"{one}/called", appointment.appointment_called, name="appointment_called"),
    path(f"{one}/letter", appointment.appointment_letter, name="appointment_letter"),
]
