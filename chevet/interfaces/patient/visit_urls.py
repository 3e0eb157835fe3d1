"""Pages of an appointment's link, under /r/<token>: one address for the appointment, the waiting room, documents, payment.

Each view begins with `@of_visit(…)` (visit_opening.py). What other rooms hang here comes after the appointment's own, one
line each: `test`, `attente`, `appel` (the call), `documents`, `paiement`.
"""

from django.urls import path

from chevet.interfaces.patient.views import visit, visit_brand

app_name = "visit"

urlpatterns = [
    path("<str:token>", visit.home, name="home"),
    path("<str:token>/", visit.home, name="home_slashed"),
    path("<str:token>/pas-moi", visit.not_me, name="not_me"),
    path("<str:token>/couleurs.css", visit_brand.colours, name="brand"),
    path("<str:token>/logo.png", visit_brand.logo, name="logo"),
]
