from django.urls import path

from chevet.interfaces.webhooks import payments, regulation, views

app_name = "webhooks"
urlpatterns = [
    path("hooks/sms/receipt", views.receipt, name="receipt"),
    path("hooks/sms/incoming", views.incoming, name="incoming"),
    path("hooks/payments/<uuid:account_id>", payments.payments, name="payments"),
    path("api/regulations", regulation.regulations, name="regulations"),
]
