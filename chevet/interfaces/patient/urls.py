"""Pages of a link. What the script sends at once goes to hot.py, before these."""

from django.urls import path

from chevet.interfaces.patient.views import (
    agreement,
    brand,
    copy,
    history,
    hour,
    install,
    measure,
    messages,
    notifications,
    questions,
    receipt,
    record,
    settings,
    stop,
    welcome,
)

app_name = "patient"

urlpatterns = [
    path("service-worker.js", install.service_worker, name="service_worker"),
    path("hors-ligne", install.offline, name="offline"),
    path("<str:token>/manifest.webmanifest", install.manifest, name="manifest"),
    path("<str:token>", welcome.home, name="home"),
    path("<str:token>/", welcome.home),
    path("<str:token>/aujourdhui", welcome.today, name="today"),
    path("<str:token>/pas-moi", welcome.not_me, name="not_me"),
    path("<str:token>/questions", questions.questions, name="questions"),
    path("<str:token>/ca-ne-va-pas", questions.report, name="report"),
    path("<str:token>/reponses", questions.submit, name="submit"),
    path("<str:token>/recu/<uuid:key>", receipt.receipt, name="receipt"),
    path("<str:token>/encore/<uuid:key>", receipt.again, name="again"),
    path("<str:token>/arreter", stop.stop, name="stop"),
    path("<str:token>/code", record.code, name="code"),
    path("<str:token>/code/envoyer", record.send, name="send_code"),
    path("<str:token>/reprendre", stop.resume, name="resume"),
    path("<str:token>/dossier", history.history, name="record"),
    path("<str:token>/dossier/resume.pdf", history.summary, name="summary"),
    path("<str:token>/mesurer", measure.measure, name="measure"),
    path("<str:token>/heure", hour.hour, name="hour"),
    path("<str:token>/reglages", settings.settings, name="settings"),
    path("<str:token>/accord", agreement.agreement, name="agreement"),
    path("<str:token>/acces", record.access, name="access"),
    path("<str:token>/copie", copy.copy, name="copy"),
    path("<str:token>/couleurs.css", brand.colours, name="brand"),
    path("<str:token>/logo.png", brand.logo, name="logo"),
    path("<str:token>/messages", messages.messages, name="messages"),
    path("<str:token>/notifications", notifications.notifications, name="notifications"),
    path("<str:token>/appareils/<uuid:device_id>/retirer", record.revoke, name="revoke_device"),
]
