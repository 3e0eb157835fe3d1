"""Addresses of télérégulation, under /pro/regulation."""

from django.urls import path

from chevet.interfaces.pro.views import regulation

one = "/<uuid:regulation_id>"

urlpatterns = [
    path("", regulation.home, name="regulation_home"),
    path("/launch", regulation.launch, name="regulation_launch"),
    path("/lines", regulation.lines, name="regulation_lines"),
    path(one, regulation.regulation, name="regulation_of"),
    path(f"{one}/states", regulation.states, name="regulation_states"),
    path(f"{one}/ticket", regulation.ticket, name="regulation_ticket"),
    path(f"{one}/invite", regulation.invite, name="regulation_invite"),
    path(f"{one}/end", regulation.end, name="regulation_end"),
    path(f"{one}/conclude", regulation.conclude, name="regulation_conclude"),
    path(f"{one}/guests/<uuid:participant_id>/again", regulation.again, name="regulation_again"),
    path(f"{one}/guests/<uuid:participant_id>/away", regulation.away, name="regulation_away"),
    path(f"{one}/photos", regulation.photos, name="regulation_photos"),
    path(f"{one}/photos/<uuid:photo_id>", regulation.photo, name="regulation_photo"),
]
