"""Django and the files of its pages, for the WSGI listener."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from config.static import with_files  # noqa: E402  Django must be set up before
from config.warm import warm  # noqa: E402

warm()
application = with_files(_django)
