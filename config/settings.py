"""The one settings file, read from the environment. `chevet doctor` says what is missing."""

import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    return os.environ.get(name, "") in ("1", "true", "yes")


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEMO = flag("CHEVET_DEMO")
MOVABLE_CLOCK = flag("CHEVET_MOVABLE_CLOCK")
DEBUG = False
PORT = int(os.environ.get("PORT", "8000"))
SITE_URL = os.environ.get("CHEVET_SITE_URL", f"http://localhost:{PORT}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = listed("CHEVET_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
REGULATORY_STATUS = os.environ.get("CHEVET_REGULATORY_STATUS", "")

_samu = os.environ.get("CHEVET_SAMU_NUMBERS", "")
SAMU_NUMBERS = Path(_samu) if _samu else ROOT / "chevet/demo/samu.csv" if DEMO else None

CHEVET_DATA = Path(os.environ.get("CHEVET_DATA", ROOT / "var"))
CHEVET_KEYS = Path(os.environ.get("CHEVET_KEYS", CHEVET_DATA / "keys"))
_secret = CHEVET_KEYS / "django.secret"
# Without its file, one that nobody knows and that lasts as long as the process: `chevet doctor` complains.
SECRET_KEY = _secret.read_bytes().hex() if _secret.exists() else secrets.token_hex(32)


def database(url: str, *, kept: bool) -> dict:
    """Django's words for a libpq URL. Prepared statements on: PostgreSQL then spends a third less on each.

    kept: each thread keeps its connection, and with it what was prepared there. Threads are few and counted.
    """
    parts = conninfo_to_dict(url)
    options: dict = {"prepare_threshold": 1, "server_side_binding": True, "application_name": "chevet"}
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {key: str(parts.pop(name, "")) for key, name in names.items()}
    age = None if kept else 0
    return {"ENGINE": "django.db.backends.postgresql", **known, "CONN_MAX_AGE": age, "OPTIONS": options | parts}


_url = os.environ.get("DATABASE_URL", "postgresql:///chevet")
DATABASES = {
    "default": database(_url, kept=True),
    "owner": database(os.environ.get("DATABASE_OWNER_URL", _url), kept=False),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # first, so that their templates win over those of Django and allauth
    "chevet.interfaces.ui",
    "chevet.interfaces.pro",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "chevet.kernel",
    "chevet.audit",
    "chevet.video",
    "chevet.organisations",
    "chevet.people",
    "chevet.access",
    "chevet.notifications",
    "chevet.questionnaires",
    "chevet.vitals",
    "chevet.documents",
    "chevet.consent",
    "chevet.calls",
    "chevet.notes",
    "chevet.payments",
    "chevet.appointments",
    "chevet.pathways",
    "chevet.messaging",
    "chevet.teleregulation",
    "chevet.teleconsultation",
    "chevet.alerts",
    "chevet.worklist",
    "chevet.handover",
    "chevet.reporting",
    "chevet.interfaces.patient",
    "chevet.interfaces.caller",
    "chevet.interfaces.webhooks",
    "chevet.interfaces.streams",
    "chevet.interfaces.jobs",
    "chevet.demo",
]

MIDDLEWARE = [
    "chevet.interfaces.jobs.metrics.Counting",
    "django.middleware.security.SecurityMiddleware",
    "chevet.interfaces.ui.middleware.HotRoutes",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chevet.interfaces.ui.middleware.Refusals",
]
HOT_ROUTES = ["chevet.interfaces.patient.hot.serve", "chevet.interfaces.pro.hot.serve"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chevet.interfaces.ui.context.site",
            ]
        },
    }
]
FORM_RENDERER = "chevet.interfaces.ui.forms.AccessibleRenderer"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "django_language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = CHEVET_DATA / "static"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "chevet.interfaces.pro.passwords.ContextWords"},
]
ACCOUNT_ADAPTER = "chevet.interfaces.pro.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None, "reset_password": "20/m/ip"}  # the others: pro/limits.py
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # what the proxy saw, nothing that its visitor wrote before
ACCOUNT_FORMS = {
    "login": "chevet.interfaces.pro.sign_in.SignInForm",
    "reauthenticate": "chevet.interfaces.pro.sign_in.ReauthenticateForm",
    "change_password": "chevet.interfaces.pro.sign_in.ChangePasswordForm",
    "reset_password": "chevet.interfaces.pro.sign_in.ResetPasswordForm",
    "reset_password_from_key": "chevet.interfaces.pro.sign_in.NewPasswordForm",
}
MFA_ADAPTER = "chevet.interfaces.pro.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "chevet.interfaces.pro.sign_in.CodeForm",
    "reauthenticate": "chevet.interfaces.pro.sign_in.ReauthenticateCodeForm",
    "activate_totp": "chevet.interfaces.pro.sign_in.ActivateForm",
    "add_webauthn": "chevet.interfaces.pro.sign_in.AddPasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are invited at an address that the organisation knows
MFA_TOTP_ISSUER = "Chevet"
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/pro/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "chevet.interfaces.pro.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_AGE = None  # goes with the window: nothing stays on a telephone that was lent
CSRF_FAILURE_VIEW = "chevet.interfaces.ui.views.csrf_failure"
SESSION_IDLE_SECONDS = 30 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"] if DEMO else ["'none'"],
    "img-src": ["'self'", "data:"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never on a disk in clear
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_500_000  # above what the server takes (config/bridge.py)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("SMTP_HOST", ""),  # empty: no mail leaves
            "port": int(os.environ.get("SMTP_PORT", "25")),
            "username": os.environ.get("SMTP_USER", ""),
            "password": os.environ.get("SMTP_PASSWORD", ""),
            "use_tls": flag("SMTP_STARTTLS"),
            "use_ssl": flag("SMTP_TLS"),
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("CHEVET_EMAIL_FROM", "suivi@localhost")
SMS_GATEWAY = os.environ.get("CHEVET_SMS_GATEWAY", "")  # path of a gateway profile, see docs/start
SMS_SENDER = os.environ.get("CHEVET_SMS_SENDER", "Suivi")
TURN_URLS = listed("CHEVET_TURN_URLS")  # turn:relay.example:3478?transport=udp,turns:relay.example:443?transport=tcp
TURN_SECRET = os.environ.get("CHEVET_TURN_SECRET", "")  # coturn's static-auth-secret
NATIONAL_IDENTITY = "simulator" if DEMO else ""  # docs/explain/identity.md: no adapter of the real service yet
PUSH_HOSTS = listed(
    "CHEVET_PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,.notify.windows.com",
)
if DEMO:
    PUSH_HOSTS = ["inbox.demo.invalid"]  # nothing leaves the demonstration
PUSH = DEMO or (CHEVET_KEYS / "push.secret").exists()
STORAGE_URL = os.environ.get("STORAGE_URL", "")  # documents in an object storage, see docs/start
ANTIVIRUS = os.environ.get("CHEVET_ANTIVIRUS", "")  # clamd: its socket, or host:port
WEBHOOK_SECRET = os.environ.get("CHEVET_WEBHOOK_SECRET", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["chevet.interfaces.jobs.long_jobs", "chevet.interfaces.jobs.document_jobs"]
METRICS_TOKEN = os.environ.get("CHEVET_METRICS_TOKEN", "")

LOGGING_CONFIG = "chevet.interfaces.jobs.logs.configure"
LOG_LEVEL = os.environ.get("CHEVET_LOG_LEVEL", "INFO")
