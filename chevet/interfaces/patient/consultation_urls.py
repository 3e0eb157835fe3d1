"""The waiting room and the call, under /r/<token>, beside the appointment's own pages."""

from django.urls import path

from chevet.interfaces.patient.views import consultation, device_test

app_name = "call"

urlpatterns = [
    path("<str:token>/salle", consultation.room, name="home"),
    path("<str:token>/salle/pret", consultation.ready, name="ready"),
    path("<str:token>/salle/etat", consultation.news, name="news"),
    path("<str:token>/salle/ticket", consultation.ticket, name="ticket"),
    path("<str:token>/salle/echelle", consultation.step, name="step"),
    path("<str:token>/salle/ligne", consultation.line, name="line"),
    path("<str:token>/salle/telephone", consultation.phone, name="phone"),
    path("<str:token>/salle/video", consultation.video, name="video"),
    path("<str:token>/salle/plus-tard", consultation.leave, name="leave"),
    path("<str:token>/essai", device_test.page, name="test"),
    path("<str:token>/essai/relais", device_test.relay, name="relay"),
]
