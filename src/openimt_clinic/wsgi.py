"""The door a web server opens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimt_clinic.settings")
application = get_wsgi_application()

# Only now: pages and records can be imported once Django is ready.
from openimt_clinic.ready import make_ready  # noqa: E402

make_ready()
