from django.urls import path

from chevet.demo import payment_double, views

app_name = "demo"

urlpatterns = [
    path("", views.home, name="home"),
    path("messages", views.messages, name="messages"),
    path("mail", views.mail, name="mail"),
    path("tour", views.tour, name="tour"),
    path("time", views.time, name="time"),
    path("time/pass", views.let_pass, name="let_pass"),
    path("paiement/<str:reference>", payment_double.payment, name="payment"),
    path("reset", views.reset, name="reset"),
]
