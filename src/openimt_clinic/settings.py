"""Django's settings, all of them, for demo, serve and tests; values come from the environment.

``docs/reference/settings.md`` explains every variable; ``openimt_clinic.run`` sets the ones that
belong together and refuses to start when one is missing.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from openimt_clinic.database.address import WEB_ROLE, django_database
from openimt_clinic.environment import Mode, listed, said, yes

HERE = Path(__file__).parent
MODE = Mode(said("OPENIMT_MODE", Mode.TEST))
SERVING = MODE is Mode.SERVE

# ---- secrets and hosts ----------------------------------------------------------------------

# `serve` refuses to start without a key of its own; demo and tests hold nothing worth signing.
SECRET_KEY = said("OPENIMT_SECRET_KEY") or ("" if SERVING else "not-secret-" * 5)
DEBUG = False
ALLOWED_HOSTS = listed("OPENIMT_HOSTS", "localhost,127.0.0.1,testserver")
CSRF_TRUSTED_ORIGINS = listed("OPENIMT_ORIGINS")

# ---- database -------------------------------------------------------------------------------

# Only migrations work as the owner; everything else takes on the plain role, which the
# row-level walls bind. A placeholder address lets tools read the settings without a database.
_address = said("DATABASE_URL") or "postgresql://localhost/openimt"
_as_owner = yes("OPENIMT_AS_OWNER")
DATABASES = {"default": django_database(_address, role=None if _as_owner else WEB_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- parts ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "openimt_clinic",
    "openimt_clinic.records",
    "openimt_clinic.audit",
    "openimt_clinic.search",
    "openimt_clinic.components",
    "openimt_clinic.clinician",
    "openimt_clinic.patient",
    "openimt_clinic.team",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "openimt_clinic.security.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "openimt_clinic.access.standing.StandingMiddleware",
    "openimt_clinic.refusals.RefusalMiddleware",
    "openimt_clinic.zero_bytes.ZeroBytes",
]
ROOT_URLCONF = "openimt_clinic.urls"
WSGI_APPLICATION = "openimt_clinic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before allauth's own, so that signing in looks like the rest.
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openimt_clinic.page_context.page_context",
            ],
        },
    },
]

# ---- accounts -------------------------------------------------------------------------------

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["openimt_clinic.access.signed_in.Backend"]
SESSION_ENGINE = "openimt_clinic.access.signed_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "openimt_clinic.accounts.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OpenIMT"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
if MODE is Mode.TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ACCOUNT_RATE_LIMITS = False

# ---- what the browser is told ---------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "openimt_clinic.refusals.stale"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVING
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SERVING:
    SECURE_SSL_REDIRECT = yes("OPENIMT_HTTPS", "yes")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_REDIRECT_EXEMPT = ["^alive/$"]
    if yes("OPENIMT_BEHIND_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---- language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["openimt_clinic.formats"]
USE_I18N = USE_TZ = True
# Each clinic has a time zone of its own; this one holds where no clinic is known.
TIME_ZONE = "Europe/Berlin"

# ---- static files ---------------------------------------------------------------------------

STATIC_URL = "/static/"
_collected = said("OPENIMT_STATIC")
STATIC_ROOT = _collected or None
# Collected files carry their hash in the name; without a folder they come straight from the parts.
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = not _collected
_static_storage = (
    "openimt_clinic.static_storage.HashedFiles"
    if _collected
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}

# ---- catalogue ------------------------------------------------------------------------------

# Read and checked once, when the clinic starts; what was kept then is what pages read.
_catalogue = said("OPENIMT_CATALOGUE")
CATALOGUE_FOLDER = Path(_catalogue).resolve() if _catalogue else None

# ---- mail, jobs, uploads, log ---------------------------------------------------------------

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if said("OPENIMT_MAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = said("OPENIMT_MAIL_HOST")
EMAIL_PORT = int(said("OPENIMT_MAIL_PORT", "587"))
EMAIL_HOST_USER = said("OPENIMT_MAIL_USER")
EMAIL_HOST_PASSWORD = said("OPENIMT_MAIL_PASSWORD")
EMAIL_USE_TLS = yes("OPENIMT_MAIL_TLS", "yes")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = said("OPENIMT_MAIL_FROM", "openimt@localhost")
PUBLIC_ADDRESS = said("OPENIMT_ADDRESS", "http://127.0.0.1:8000")

# Reminders go to browsers only where the clinic has a key of its own (`push_key` makes one).
VAPID_KEY = said("OPENIMT_VAPID_KEY")
VAPID_CONTACT = said("OPENIMT_VAPID_CONTACT") or f"mailto:{DEFAULT_FROM_EMAIL}"

PROCRASTINATE_IMPORT_PATHS = ["openimt_clinic.jobs.tasks", "openimt_clinic.jobs.prompts"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": said("OPENIMT_LOG", "WARNING")},
}
