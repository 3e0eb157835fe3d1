"""Only the gallery and the switch of language: what the shared face needs to be looked at alone."""

from django.urls import include, path

urlpatterns = [path("ui/", include("chevet.interfaces.ui.urls")), path("i18n/", include("django.conf.urls.i18n"))]
