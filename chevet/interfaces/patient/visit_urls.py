"""Pages of an appointment's link, under /r/<token>: one address for the appointment, the waiting room, documents, payment.

Each view begins with `@of_visit(…)` (visit_opening.py). What other rooms hang here comes after the appointment's own, one
line each: `test`, `attente`, `appel` (the call), `documents`, `paiement`.
"""

from django.urls import path

from chevet.interfaces.patient.views import payment, visit, visit_brand, visit_changes, visit_documents

app_name = "visit"

urlpatterns = [
    path("retour-paiement", payment.came_back, name="payment_return"),
    path("<str:token>", visit.home, name="home"),
    path("<str:token>/", visit.home, name="home_slashed"),
    path("<str:token>/pas-moi", visit.not_me, name="not_me"),
    path("<str:token>/confirmer", visit_changes.confirm, name="confirm"),
    path("<str:token>/deplacer", visit_changes.move, name="move"),
    path("<str:token>/annuler", visit_changes.cancel, name="cancel"),
    path("<str:token>/remettre", visit_changes.restore, name="restore"),
    path("<str:token>/rendez-vous.ics", visit_changes.calendar_file, name="calendar"),
    path("<str:token>/couleurs.css", visit_brand.colours, name="brand"),
    path("<str:token>/logo.png", visit_brand.logo, name="logo"),
    path("<str:token>/documents", visit_documents.documents, name="documents"),
    path("<str:token>/documents/<uuid:document_id>", visit_documents.document, name="document"),
    path(
        "<str:token>/documents/<uuid:document_id>/page/<int:number>.jpg", visit_documents.preview, name="document_page"
    ),
    path("<str:token>/documents/<uuid:document_id>/fichier", visit_documents.file, name="document_file"),
    path("<str:token>/documents/<uuid:document_id>/reprendre", visit_documents.forget, name="document_forget"),
    path("<str:token>/code", visit_documents.code, name="code"),
    path("<str:token>/code/envoyer", visit_documents.send, name="send_code"),
    path("<str:token>/paiement", payment.payment, name="payment"),
]
