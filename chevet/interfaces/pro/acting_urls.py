"""Addresses of what is done about one follow-up: calls, advice, pauses, contacts, the end."""

from django.urls import path

from chevet.interfaces.pro.views import advising, calling, pausing

follow_up = "follow-ups/<uuid:follow_up_id>"

urlpatterns = [
    path(f"{follow_up}/call", calling.call, name="call"),
    path(f"{follow_up}/call/start", calling.start, name="start_call"),
    path(f"{follow_up}/call/drop", calling.drop, name="drop_call"),
    path(f"{follow_up}/transfer", calling.transfer, name="transfer"),
    path(f"{follow_up}/contact", calling.contact, name="contact"),
    path(f"{follow_up}/advice", advising.ask, name="ask_advice"),
    path(f"{follow_up}/advice/answer", advising.give, name="give_advice"),
    path(f"{follow_up}/pause", pausing.mute, name="mute"),
    path(f"{follow_up}/pause/end", pausing.unmute, name="unmute"),
    path(f"{follow_up}/pause/check", pausing.look_again, name="look_again"),
    path(f"{follow_up}/letters/<uuid:message_id>/resend", pausing.resend_letter, name="resend_letter"),
]
