"""Addresses of payments: the team's, and their settings for the administrator."""

from django.urls import path

from chevet.interfaces.pro.views import payment_settings, payments

payment = "payments/<uuid:payment_id>"

urlpatterns = [
    path("payments", payments.payments, name="payments"),
    path("payments/export", payments.export, name="payments_export"),
    path("patients/<uuid:patient_id>/payment", payments.payment_new, name="payment_new"),
    path(payment, payments.payment, name="payment"),
    path(f"{payment}/exempt", payments.payment_exempt, name="payment_exempt"),
    path(f"{payment}/release", payments.payment_release, name="payment_release"),
    path(f"{payment}/refund", payments.payment_refund, name="payment_refund"),
    path(f"{payment}/refunded", payments.payment_refunded, name="payment_refunded"),
    path("online-payment", payment_settings.payment_settings, name="payment_settings"),
    path("online-payment/<str:provider>", payment_settings.payment_provider, name="payment_provider"),
]
