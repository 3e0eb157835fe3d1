"""Addresses of the patient's page: its stream, notes, personal bounds, circle of care."""

from django.urls import path

from chevet.interfaces.pro.views import circle, notes, record, thresholds

follow_up = "follow-ups/<uuid:follow_up_id>"

urlpatterns = [
    path(f"{follow_up}/timeline", record.timeline, name="timeline"),
    path(f"{follow_up}/note", notes.write, name="note"),
    path("note-templates", notes.templates, name="note_templates"),
    path("note-templates/<uuid:team_id>/retire", notes.retire, name="retire_template"),
    path(f"{follow_up}/threshold", thresholds.bound, name="threshold"),
    path(f"{follow_up}/thresholds/<uuid:threshold_id>/lift", thresholds.lift, name="lift_threshold"),
    path(f"{follow_up}/circle", circle.circle, name="circle"),
    path(f"{follow_up}/circle/<uuid:link_id>/leave", circle.leave, name="leave_circle"),
    path(f"{follow_up}/open", circle.open_record, name="open_record"),
    path("shared", circle.shared, name="shared"),
    path("openings", circle.openings, name="openings"),
]
