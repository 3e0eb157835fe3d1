"""Addresses of a team's shift: its day, what it hands over, its list on paper, what its rules are worth; and pathways to read."""

from django.urls import path

from chevet.interfaces.pro.views import designing, handover, printing, quality

urlpatterns = [
    path("team", quality.team_day, name="team_day"),
    path("rules", quality.quality, name="quality"),
    path("rules/<slug:slug>/<slug:rule>", quality.rule_quality, name="rule_quality"),
    path("pathways/<slug:slug>", designing.pathway, name="pathway"),
    path("handovers", handover.handovers, name="handovers"),
    path("handovers/new", handover.handover_new, name="handover_new"),
    path("handovers/banner", handover.handover_banner, name="handover_banner"),
    path("handovers/<uuid:sheet_id>", handover.handover, name="handover"),
    path("handovers/<uuid:sheet_id>/take", handover.handover_take, name="handover_take"),
    path("print", printing.caseload_print, name="caseload_print"),
    path("print.pdf", printing.caseload_download, name="caseload_pdf"),
]
