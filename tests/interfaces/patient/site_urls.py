from django.urls import include, path

urlpatterns = [path("s/", include("chevet.interfaces.patient.urls"))]
