"""Addresses of teleconsultations, under /pro/consultations."""

from django.urls import path

from chevet.interfaces.pro.views import consultation, consultation_acts, consultation_end

one = "/<uuid:consultation_id>"
seat = f"{one}/seats/<uuid:participant_id>"

urlpatterns = [
    path("", consultation.home, name="consultations"),
    path("/lines", consultation.lines, name="consultation_lines"),
    path("/now/<uuid:patient_id>", consultation_acts.consult_now, name="consultation_now"),
    path("/appointments/<uuid:appointment_id>", consultation_acts.of_appointment, name="consultation_of_appointment"),
    path(one, consultation.consultation, name="consultation"),
    path(f"{one}/parts/<slug:part>", consultation.part, name="consultation_part"),
    path(f"{one}/ticket", consultation_acts.ticket, name="consultation_ticket"),
    path(f"{one}/admit", consultation_acts.admit_patient, name="consultation_admit"),
    path(f"{one}/place", consultation_acts.place, name="consultation_place"),
    path(f"{one}/delay", consultation_acts.delay, name="consultation_delay"),
    path(f"{one}/lines", consultation_acts.line, name="consultation_line"),
    path(f"{one}/step", consultation_acts.step, name="consultation_step"),
    path(f"{one}/invite", consultation_acts.invite, name="consultation_invite"),
    path(f"{seat}/admit", consultation_acts.admit_seat, name="consultation_admit_seat"),
    path(f"{seat}/again", consultation_acts.again, name="consultation_again"),
    path(f"{seat}/away", consultation_acts.away, name="consultation_away"),
    path(f"{one}/documents", consultation_end.documents, name="consultation_documents"),
    path(f"{one}/draft", consultation_end.draft, name="consultation_draft"),
    path(f"{one}/end", consultation_end.end, name="consultation_end"),
    path(f"{one}/report", consultation_end.report, name="consultation_report"),
    path(f"{one}/addenda", consultation_end.addendum, name="consultation_addendum"),
]
