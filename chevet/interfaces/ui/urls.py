from django.urls import path

from . import views

app_name = "ui"

urlpatterns = [
    path("accessibility", views.accessibility, name="accessibility"),
    path("gallery", views.gallery, name="gallery"),
    path("gallery/<str:face>", views.gallery, name="gallery_face"),
]
