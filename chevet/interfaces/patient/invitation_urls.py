"""Pages of who was invited to a consultation, under /i/<token>."""

from django.urls import path

from chevet.interfaces.patient.views import invitation

app_name = "invitation"

urlpatterns = [
    path("<str:token>", invitation.page, name="page"),
    path("<str:token>/entrer", invitation.enter, name="enter"),
    path("<str:token>/ticket", invitation.ticket, name="ticket"),
]
