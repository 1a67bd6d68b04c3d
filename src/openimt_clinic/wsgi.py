"""The door a web server opens."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimt_clinic.settings")
application = get_wsgi_application()
# Every page is imported now, not by the first people who come.
get_resolver().url_patterns  # noqa: B018

# Only now: records can be imported once Django is ready.
from openimt_clinic.last_numbers import look_them_up  # noqa: E402

look_them_up()
