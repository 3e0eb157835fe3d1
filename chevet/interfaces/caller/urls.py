"""Pages of a video link, under /v/."""

from django.urls import path

from chevet.interfaces.caller import views

app_name = "caller"

urlpatterns = [
    path("<str:token>", views.page, name="page"),
    path("<str:token>/enter", views.enter, name="enter"),
    path("<str:token>/ticket", views.ticket, name="ticket"),
    path("<str:token>/photo", views.photo, name="photo"),
]
