"""Settings of the portal: typed environment readers that fail at start, safe defaults for one machine."""

import datetime as dt
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ita_portal.api import configuration
from ita_portal.storing import file_storage

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

LOCAL_KEY = "local-machine-only-key-never-used-in-production"


def env_flag(name: str, default: bool) -> bool:
    """Read True or False from the environment; anything else stops the start."""
    raw = env.str(name, str(default))
    if raw not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be True or False, not {raw!r}")
    return raw == "True"


def env_clock(name: str, default: str) -> dt.time:
    """Read a time of day (HH:MM, Bangkok) from the environment; anything else stops the start."""
    raw = env.str(name, default)
    try:
        return dt.datetime.strptime(raw, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be HH:MM, not {raw!r}") from None


DEBUG = env_flag("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", LOCAL_KEY)
if not DEBUG and (SECRET_KEY == LOCAL_KEY or len(SECRET_KEY) < 40):
    raise ImproperlyConfigured("DEBUG=False needs a SECRET_KEY of its own, 40 characters or more")

# Without DEBUG every host must be named; with it only this machine is answered.
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS if DEBUG else [])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"SITE_URL must begin with http:// or https://, not {SITE_URL!r}")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
REQUIRE_MFA = env_flag("REQUIRE_MFA", default=not DEBUG)
ENABLE_DJANGO_ADMIN = env_flag("ENABLE_DJANGO_ADMIN", default=False)

INSTALLED_APPS = [
    "ita_portal",
    "agencies",
    "evidence",
    "assessments",
    "measures",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_tasks",
    "django_tasks_db",
]
if ENABLE_DJANGO_ADMIN:
    INSTALLED_APPS.append("django.contrib.admin")

MIDDLEWARE = [
    "ita_portal.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ita_portal.language.ThaiFirstLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ita_portal.auth.sessions.SessionSeenMiddleware",
    "ita_portal.auth.middleware.SecondFactorMiddleware",
    "ita_portal.drafting.DraftMiddleware",
    "ita_portal.not_found.OwnPagesMiddleware",
]

ROOT_URLCONF = "ita_portal.urls"
WSGI_APPLICATION = "ita_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ita_portal.menu.frame",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue at BEGIN instead of failing in the middle; readers never wait (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Throttle counts live here: with Django's 300 rows a spray of made-up names would push them out.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["ita_portal.auth.backend.PortalBackend"]
PASSWORD_HASHERS = ["agencies.hashers.PortalArgon2Hasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "ita_portal.drafting.csrf_failure"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ita_portal.auth.adapters.PortalAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Wrong passwords (auth/throttle.py): strangers by address, by name and address, by name; who is known, alone.
ACCOUNT_RATE_LIMITS = {
    "login": "", "login_failed_ip": "300/m/ip", "login_failed_here": "5/5m/key,10/d/key", "login_failed": "20/d/key",
    "login_failed_known": "5/5m/key,10/d/key", "change_password": "5/5m/user,10/d/user",
}  # fmt: skip
MFA_ADAPTER = "ita_portal.auth.adapters.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "ITA มาตรการ"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbook", BASE_DIR / "docs" / "handbook" / "pictures")]
STATIC_ROOT = BASE_DIR / "var" / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": file_storage(env.str("STORAGE_URL", "")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else STATIC_STORAGE},
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
FILE_UPLOAD_HANDLERS = ["evidence.uploads.BoundedUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
BEHIND_PROXY = env_flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
if not DEBUG:
    # A machine on plain http (an office network without TLS) must say so by its SITE_URL.
    HTTPS = SITE_URL.startswith("https://")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
    SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "ita-portal@localhost")
# A server that answers nothing must not hold a mail for longer than its lease (agencies/posting.py).
EMAIL_TIMEOUT = 30
REST_FRAMEWORK, SPECTACULAR_SETTINGS = configuration.REST_FRAMEWORK, configuration.SPECTACULAR
DIGEST_AT = env_clock("DIGEST_AT", "07:30")
# Days without a log-in after which an account is warned, and closed; 0 closes none (agencies/idle.py).
IDLE_WARN_DAYS, IDLE_CLOSE_DAYS = env.int("IDLE_WARN_DAYS", 150), env.int("IDLE_CLOSE_DAYS", 180)
if IDLE_CLOSE_DAYS and not 0 < IDLE_WARN_DAYS < IDLE_CLOSE_DAYS:
    raise ImproperlyConfigured("IDLE_WARN_DAYS must be more than 0 and less than IDLE_CLOSE_DAYS")
