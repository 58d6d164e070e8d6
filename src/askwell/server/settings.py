"""Django's settings: only a mapping of ``Config``, so that one place says what an operator may set."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from askwell.server.config import Config
from askwell.server.database import database_settings
from askwell.server.secret import secret_key

ASKWELL = Config()
HERE = Path(__file__).parent
PACKAGE = HERE.parent

DEBUG = False
SECRET_KEY = secret_key(ASKWELL.key_file)
ALLOWED_HOSTS = list(ASKWELL.hosts)
ROOT_URLCONF = "askwell.server.urls"
WSGI_APPLICATION = "askwell.server.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(ASKWELL.database_url, ASKWELL.data_dir)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "auditlog",
    "askwell.server.accounts",
    "askwell.server.jobs",
    "askwell.server.calls",
    "askwell.server.deals",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "askwell.server.middleware.SecurityHeadersMiddleware",
    "askwell.server.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "askwell.server.shell.shell",
]
# Jinja2 comes first: of two templates with one name, ours is taken. Add-ons keep the other engine.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates/jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "askwell.server.jinja.environment",
            "extensions": ["jinja2.ext.i18n"],
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates/django"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "askwell.server.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True

LANGUAGE_CODE = ASKWELL.language
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = ASKWELL.time_zone
USE_TZ = True
FORMAT_MODULE_PATH = "askwell.server.formats"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 24 * 3600  # every address carries a digest of its content

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ASKWELL.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ASKWELL.https else None
X_FRAME_OPTIONS = "DENY"

# Files too large or too many are dropped while they stream in and told by name; Django's own limit stands behind that.
FILE_UPLOAD_HANDLERS = [
    "askwell.server.calls.upload_limit.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "askwell.server.calls.upload_limit.NamelessFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20 * ASKWELL.limits.files_a_request
# A pasted transcript may hold four bytes a character.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * ASKWELL.limits.characters + 1024 * 1024

if ASKWELL.mail:
    EMAIL_HOST = ASKWELL.mail.host
    EMAIL_PORT = ASKWELL.mail.port
    EMAIL_HOST_USER = ASKWELL.mail.user
    EMAIL_HOST_PASSWORD = ASKWELL.mail.password.get_secret_value()
    EMAIL_USE_TLS = ASKWELL.mail.tls
    DEFAULT_FROM_EMAIL = ASKWELL.mail.sender
