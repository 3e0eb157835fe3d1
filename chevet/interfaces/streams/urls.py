from django.urls import path

from chevet.interfaces.streams import views

app_name = "streams"
urlpatterns = [path("stream-ticket/<uuid:team_id>", views.ticket, name="ticket")]
