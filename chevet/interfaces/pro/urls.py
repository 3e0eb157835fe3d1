from django.urls import include, path

from chevet.interfaces.pro import acting_urls, administration_urls, patient_urls, record_urls, shift_urls
from chevet.interfaces.pro.views import (
    acting,
    directory,
    doors,
    holding,
    inclusion,
    messages,
    questionnaire,
    record,
    worklist,
)

app_name = "pro"
follow_up = "follow-ups/<uuid:follow_up_id>"

urlpatterns = [
    path("", worklist.home, name="home"),
    path("lines", worklist.lines, name="lines"),
    path("caseload", worklist.caseload, name="caseload"),
    path("chosen", holding.act_on_chosen, name="chosen"),
    path("keys", worklist.keys, name="keys"),
    *administration_urls.urlpatterns,
    *shift_urls.urlpatterns,
    *record_urls.urlpatterns,
    *patient_urls.urlpatterns,
    path("people", directory.people, name="people"),
    path("enrol", doors.enrol, name="enrol"),
    path("locked", doors.locked, name="locked"),
    path("counting", doors.counting, name="counting"),
    path("here", doors.here, name="here"),
    path("demonstration", doors.demonstration_sign_in, name="demonstration_sign_in"),
    path("include", inclusion.include, name="include"),
    path("include/duplicates", inclusion.duplicates, name="duplicates"),
    path(f"{follow_up}/included", inclusion.included, name="included"),
    path(f"{follow_up}/undo", inclusion.undo, name="undo"),
    path(f"{follow_up}/messages", inclusion.message_status, name="message_status"),
    path(follow_up, record.follow_up, name="follow_up"),
    path(f"{follow_up}/claim", holding.claim, name="claim"),
    path(f"{follow_up}/renew", holding.renew, name="renew"),
    path(f"{follow_up}/panel", worklist.panel, name="panel"),
    path(f"{follow_up}/release", holding.release, name="release"),
    *acting_urls.urlpatterns,
    path(f"{follow_up}/close", acting.close, name="close"),
    path(f"{follow_up}/answer", questionnaire.answer, name="answer"),
    path(f"{follow_up}/write", messages.write, name="write"),
    path(f"{follow_up}/resend", acting.resend, name="resend"),
    path(f"{follow_up}/paper-code", acting.paper_code, name="paper_code"),
    path(f"{follow_up}/change", acting.change, name="change"),
    path(f"{follow_up}/details", acting.details, name="details"),
    path(f"{follow_up}/end", acting.end, name="end"),
    path(f"{follow_up}/withdraw", acting.withdraw, name="withdraw"),
    path(f"{follow_up}/devices/<uuid:device_id>/revoke", acting.revoke, name="revoke_device"),
    path("regulation", include("chevet.interfaces.pro.regulation_urls")),
    path("consultations", include("chevet.interfaces.pro.consultation_urls")),
]
