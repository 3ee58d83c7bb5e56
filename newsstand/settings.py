"""Every setting, one file, from the environment. docs/settings.md explains each; a test holds the two together."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from newsstand.algorithms.amounts import read_amount

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool) -> bool:
    value = env(name).lower()
    if value in {"", None}:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SystemExit(f"{name}={value!r} is neither yes nor no: write 1 or 0.")


def env_int(name: str, default: int) -> int:
    value = env(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise SystemExit(f"{name}={value!r} is not a whole number.") from None


def env_micros(name: str, default: str) -> int:
    """Millionths of the currency, from an amount such as 0.05."""
    try:
        return read_amount(env(name) or default)
    except ValueError as error:
        raise SystemExit(f"{name}: {error}") from None


def env_lines(name: str) -> tuple[str, ...]:
    """What stands between ";", each a line."""
    return tuple(line.strip() for line in env(name).split(";") if line.strip())


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices, the first when unset."""
    value = env(name, choices[0]).lower() or choices[0]
    if value not in choices:
        raise SystemExit(f"{name}={value!r} is none of {', '.join(choices)}.")
    return value


def default_home() -> Path:
    """A checkout keeps its data beside its code; an installed package where the system keeps a user's data."""
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path(env("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "newsstand"


def secret_key(home: Path) -> str:
    """Made once and kept in NEWSSTAND_HOME, readable by its owner alone."""
    given = env("NEWSSTAND_SECRET_KEY")
    if given:
        return given
    path = home / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


# --- where things are -----------------------------------------------------------------------------------------------

NEWSSTAND_HOME = Path(env("NEWSSTAND_HOME") or default_home()).expanduser().resolve()
NEWSSTAND_HOME.mkdir(parents=True, exist_ok=True)
NEWSSTAND_HOST = env("NEWSSTAND_HOST", "127.0.0.1")
NEWSSTAND_PORT = env_int("NEWSSTAND_PORT", 8000)
NEWSSTAND_URL = (env("NEWSSTAND_URL") or f"http://127.0.0.1:{NEWSSTAND_PORT}").rstrip("/")
NEWSSTAND_DEMO = env_bool("NEWSSTAND_DEMO", default=True)

# --- who we are -----------------------------------------------------------------------------------------------------

NEWSSTAND_NAME = env("NEWSSTAND_NAME", "Newsstand")
NEWSSTAND_CONTACT = env("NEWSSTAND_CONTACT") or f"{NEWSSTAND_URL}/about"
NEWSSTAND_LANGUAGE = env("NEWSSTAND_LANGUAGE", "en")

# --- readers --------------------------------------------------------------------------------------------------------

# How long signals and stored orders are kept, in days.
NEWSSTAND_SIGNAL_DAYS = max(1, env_int("NEWSSTAND_SIGNAL_DAYS", 30))
# How long a reader's own history is kept for them, in days.
NEWSSTAND_HISTORY_DAYS = max(1, env_int("NEWSSTAND_HISTORY_DAYS", 90))

# --- money ----------------------------------------------------------------------------------------------------------

# The one currency of this site's books, by its three letters (ISO 4217).
NEWSSTAND_CURRENCY = env("NEWSSTAND_CURRENCY", "EUR").upper()
if len(NEWSSTAND_CURRENCY) != 3 or not NEWSSTAND_CURRENCY.isalpha():
    raise SystemExit(f"NEWSSTAND_CURRENCY={NEWSSTAND_CURRENCY!r} is not a currency's three letters, such as EUR.")
# What contributors get of what their articles earn, in per cent; a publisher's share stands in its contract.
NEWSSTAND_CONTRIBUTOR_SHARE = env_int("NEWSSTAND_CONTRIBUTOR_SHARE", 70)
if not 0 <= NEWSSTAND_CONTRIBUTOR_SHARE <= 100:
    raise SystemExit(f"NEWSSTAND_CONTRIBUTOR_SHARE={NEWSSTAND_CONTRIBUTOR_SHARE} is not a share between 0 and 100.")

# How many days what ads have earned waits after its day, while its traffic may turn out to be suspect.
NEWSSTAND_AD_HOLD_DAYS = max(0, env_int("NEWSSTAND_AD_HOLD_DAYS", 3))
# The least that is paid out to an earner, as an amount of the currency.
NEWSSTAND_PAYOUT_LEAST = env_micros("NEWSSTAND_PAYOUT_LEAST", "50")

# Whether each read, and each view and click of an ad, is on the disk itself before it is answered, so that not even a
# power cut loses one.
NEWSSTAND_READS_FSYNC = env_bool("NEWSSTAND_READS_FSYNC", default=False)

# --- advertising -----------------------------------------------------------------------------------------------------

# Whether pages have slots for ads at all.
NEWSSTAND_ADS = env_bool("NEWSSTAND_ADS", default=True)
# What may stand beside articles about deaths, crime and disasters: the site's own ads, nothing, or everything.
NEWSSTAND_ADS_BESIDE_GRIEF = env_choice("NEWSSTAND_ADS_BESIDE_GRIEF", ("house", "none", "all"))
# The least that is taken for a click, and for a thousand views, as amounts of the currency.
NEWSSTAND_AD_FLOOR_CPC = env_micros("NEWSSTAND_AD_FLOOR_CPC", "0.05")
NEWSSTAND_AD_FLOOR_CPM = env_micros("NEWSSTAND_AD_FLOOR_CPM", "1.00")
# Categories of ads that are not taken here, by their keys (advertisers/models/ads.py).
NEWSSTAND_AD_CATEGORIES_REFUSED = tuple(
    env("NEWSSTAND_AD_CATEGORIES_REFUSED", "gambling dating").replace(",", " ").lower().split()
)
# Political ads: refused, or taken with who pays declared (Regulation (EU) 2024/900).
NEWSSTAND_POLITICAL_ADS = env_choice("NEWSSTAND_POLITICAL_ADS", ("refuse", "declare"))
# Whether a person looks at each ad before it is shown, or rules alone where they find nothing and know the advertiser.
NEWSSTAND_AD_REVIEW = env_choice("NEWSSTAND_AD_REVIEW", ("all", "rules"))
# After so many ads of an advertiser that a person approved, rules alone are enough.
NEWSSTAND_AD_REVIEW_KNOWN = max(1, env_int("NEWSSTAND_AD_REVIEW_KNOWN", 3))

# --- money that advertisers pay in -----------------------------------------------------------------------------------

# What stands on an invoice: who sends it, and how it is paid. ";" parts lines.
NEWSSTAND_INVOICE_FROM = env_lines("NEWSSTAND_INVOICE_FROM")
NEWSSTAND_INVOICE_PAY_TO = env_lines("NEWSSTAND_INVOICE_PAY_TO")
# The tax on what advertisers pay in, by name and per cent, such as "VAT 19"; none when empty.
NEWSSTAND_TAX = env("NEWSSTAND_TAX")
if NEWSSTAND_TAX and not re.fullmatch(r"\S.{0,30} \d{1,2}(\.\d{1,2})?", NEWSSTAND_TAX):
    raise SystemExit(f"NEWSSTAND_TAX={NEWSSTAND_TAX!r} is not a tax's name and its per cent, such as VAT 19.")
# Stripe Checkout beside invoices; off as long as there is no key.
NEWSSTAND_STRIPE_KEY = env("NEWSSTAND_STRIPE_KEY")
NEWSSTAND_STRIPE_WEBHOOK_SECRET = env("NEWSSTAND_STRIPE_WEBHOOK_SECRET")
NEWSSTAND_STRIPE_URL = env("NEWSSTAND_STRIPE_URL", "https://api.stripe.com").rstrip("/")
if bool(NEWSSTAND_STRIPE_KEY) != bool(NEWSSTAND_STRIPE_WEBHOOK_SECRET):
    raise SystemExit("NEWSSTAND_STRIPE_KEY and NEWSSTAND_STRIPE_WEBHOOK_SECRET go together: set both, or neither.")

# --- demand from outside ---------------------------------------------------------------------------------------------

# A buyer that is asked over OpenRTB 2.6 for each page that has slots; none when empty. The time limit: milliseconds.
NEWSSTAND_OPENRTB_URL = env("NEWSSTAND_OPENRTB_URL")
NEWSSTAND_OPENRTB_TIMEOUT = min(1000, max(20, env_int("NEWSSTAND_OPENRTB_TIMEOUT", 120)))
# For how much the buyer may buy until it pays, as an amount of the currency.
NEWSSTAND_OPENRTB_CREDIT = env_micros("NEWSSTAND_OPENRTB_CREDIT", "100")
# Whether the buyer is told that nothing is billed: then what it bids is looked at and never shown.
NEWSSTAND_OPENRTB_TEST = env_bool("NEWSSTAND_OPENRTB_TEST", default=False)
# Domains that may not buy, beside what NEWSSTAND_AD_CATEGORIES_REFUSED says.
NEWSSTAND_OPENRTB_BLOCKED = tuple(env("NEWSSTAND_OPENRTB_BLOCKED").replace(",", " ").lower().split())
# More lines of /ads.txt; ";" parts them.
NEWSSTAND_ADS_TXT = env_lines("NEWSSTAND_ADS_TXT")

# --- reports and redress ---------------------------------------------------------------------------------------------

# Reports by so many people in good standing hold a comment until a moderator decides; 0: never.
NEWSSTAND_REPORTS_TO_HOLD = max(0, env_int("NEWSSTAND_REPORTS_TO_HOLD", 3))
# For how long a decision can be appealed: six months at least where the DSA binds (Art. 20).
NEWSSTAND_APPEAL_DAYS = max(1, env_int("NEWSSTAND_APPEAL_DAYS", 184))
# How long texts that were decided about, and who gave notice, are kept; never less than an appeal may take to come.
NEWSSTAND_EVIDENCE_DAYS = max(NEWSSTAND_APPEAL_DAYS, env_int("NEWSSTAND_EVIDENCE_DAYS", 365))

# In how many working days a contested statement is to be answered.
NEWSSTAND_ANSWER_DAYS = max(1, env_int("NEWSSTAND_ANSWER_DAYS", 5))

# How many mails with notices a user gets in a day at most; what is left over comes the next morning.
NEWSSTAND_NOTICE_MAILS_A_DAY = max(1, env_int("NEWSSTAND_NOTICE_MAILS_A_DAY", 12))
# The private key of web push (VAPID), as base64url; empty: made once and kept in NEWSSTAND_HOME.
NEWSSTAND_PUSH_KEY = env("NEWSSTAND_PUSH_KEY")
# For how long an account's erasure can be taken back, in days.
NEWSSTAND_ERASE_AFTER_DAYS = max(0, env_int("NEWSSTAND_ERASE_AFTER_DAYS", 7))

# --- moderation -----------------------------------------------------------------------------------------------------

# A service that looks at each comment, by docs/screening.md; none when empty. The time limit is in milliseconds.
NEWSSTAND_SCREEN_URL = env("NEWSSTAND_SCREEN_URL")
NEWSSTAND_SCREEN_SECRET = env("NEWSSTAND_SCREEN_SECRET")
NEWSSTAND_SCREEN_TIMEOUT = max(50, env_int("NEWSSTAND_SCREEN_TIMEOUT", 800))
if NEWSSTAND_SCREEN_URL and not NEWSSTAND_SCREEN_SECRET:
    raise SystemExit("NEWSSTAND_SCREEN_URL needs NEWSSTAND_SCREEN_SECRET: without it the service cannot know who asks.")

# --- contributors ---------------------------------------------------------------------------------------------------

# Labels (voice, writer, reporter) whose texts need no editor's approval; none when empty.
NEWSSTAND_UNREVIEWED_LABELS = env("NEWSSTAND_UNREVIEWED_LABELS").lower().replace(",", " ").split()
if _unknown := set(NEWSSTAND_UNREVIEWED_LABELS) - {"voice", "writer", "reporter"}:
    raise SystemExit(f"NEWSSTAND_UNREVIEWED_LABELS: {', '.join(sorted(_unknown))} is none of voice, writer, reporter.")

# --- the one door ---------------------------------------------------------------------------------------------------

NEWSSTAND_ALLOWED_NETWORKS = env("NEWSSTAND_ALLOWED_NETWORKS").replace(",", " ").split()
NEWSSTAND_WEBSUB_NETWORKS = env("NEWSSTAND_WEBSUB_NETWORKS").replace(",", " ").split()
# The name servers that are asked for the TXT records by which outlets prove their domains; empty: the system's.
NEWSSTAND_DNS = env("NEWSSTAND_DNS").replace(",", " ").split()
for _server in NEWSSTAND_DNS:
    if not re.fullmatch(r"\[[\da-fA-F:]+\](:\d{1,5})?|\d+(\.\d+){3}(:\d{1,5})?|[\da-fA-F]*(:[\da-fA-F]*){2,}", _server):
        raise SystemExit(f"NEWSSTAND_DNS has {_server!r}, which is no name server: write 9.9.9.9 or 127.0.0.1:5353.")
NEWSSTAND_REQUESTS_A_MINUTE = max(1, env_int("NEWSSTAND_REQUESTS_A_MINUTE", 120))
NEWSSTAND_USER_AGENT = f"Newsstand/0.1 (+{NEWSSTAND_CONTACT})"

# --- Django ---------------------------------------------------------------------------------------------------------

SECRET_KEY = secret_key(NEWSSTAND_HOME)
DEBUG = env_bool("NEWSSTAND_DEBUG", default=False)
_public = urlsplit(NEWSSTAND_URL)
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [
    *filter(None, {_public.hostname, "localhost", "127.0.0.1", "[::1]"}),
    *env("NEWSSTAND_ALLOWED_HOSTS").replace(",", " ").split(),
]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

INSTALLED_APPS = [
    "newsstand.components",
    "newsstand.lib",
    "newsstand.accounts",
    "newsstand.notices",
    "newsstand.moderation",
    "newsstand.legal",
    "newsstand.images",
    "newsstand.publishers",
    "newsstand.advertisers",
    "newsstand.articles",
    "newsstand.corrections",
    "newsstand.reads",
    "newsstand.topics",
    "newsstand.stories",
    "newsstand.ingest",
    "newsstand.syndication",
    "newsstand.comments",
    "newsstand.contributors",
    "newsstand.search",
    "newsstand.ledger",
    "newsstand.ranking",
    "newsstand.revenue",
    "newsstand.readers",
    "newsstand.people",
    "newsstand.publishers_desk",
    "newsstand.importers",
    "newsstand.pages",
    "newsstand.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_prose_editor",
]

MIDDLEWARE = [
    "newsstand.lib.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsstand.accounts.sessions.LastSeen",
    "newsstand.lib.security.NoNul",
]

ROOT_URLCONF = "newsstand.urls"
WSGI_APPLICATION = "newsstand.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsstand.components.context.site",
                "newsstand.accounts.context.visitor",
                "newsstand.moderation.context.queue",
                "newsstand.notices.context.notices",
                "newsstand.topics.context.sections",
                "newsstand.pages.context.desk",
            ],
            "builtins": ["newsstand.components.templatetags.components", "django.templatetags.static"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL") or f"sqlite:///{NEWSSTAND_HOME / 'newsstand.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds that a writer waits for its turn. SQLite keeps no queue: under many at once somebody waits long.
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA foreign_keys=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = NEWSSTAND_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
IMAGES_ROOT = NEWSSTAND_HOME / "images"
# Where reads are written down before they are counted; each machine has its own.
READS_ROOT = NEWSSTAND_HOME / "reads"
# The same for views and clicks of ads.
ADS_ROOT = NEWSSTAND_HOME / "ads"

LANGUAGE_CODE = NEWSSTAND_LANGUAGE
TIME_ZONE = env("NEWSSTAND_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

# --- accounts -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_ADAPTER = "newsstand.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "newsstand.accounts.forms.SignupNameForm"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# So long a person takes at least to fill in the form to sign up; 0: no matter.
NEWSSTAND_SIGNUP_SECONDS = max(0, env_int("NEWSSTAND_SIGNUP_SECONDS", 3))
# Whether who signs up may use an address of a throw-away mail service.
NEWSSTAND_DISPOSABLE_MAIL = env_choice("NEWSSTAND_DISPOSABLE_MAIL", ("allow", "refuse"))

# A second step at sign-in: codes from an app, passkeys; and passkeys alone.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Otherwise somebody could lock the owner of an address out; where no mail goes out nobody can confirm one.
MFA_ALLOW_UNVERIFIED_EMAIL = not env("EMAIL_URL")
MFA_TOTP_ISSUER = NEWSSTAND_NAME
# A code that ran out while it was typed or sent is good for thirty seconds more (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "newsstand.accounts.mfa.SecondStep"

# The login of the house that runs this site, by OpenID Connect; off as long as it has no address.
NEWSSTAND_OIDC_URL = env("NEWSSTAND_OIDC_URL").rstrip("/")
NEWSSTAND_OIDC_CLIENT_ID = env("NEWSSTAND_OIDC_CLIENT_ID")
NEWSSTAND_OIDC_SECRET = env("NEWSSTAND_OIDC_SECRET")
NEWSSTAND_OIDC_NAME = env("NEWSSTAND_OIDC_NAME", NEWSSTAND_NAME)
NEWSSTAND_OIDC_NETWORKS = env("NEWSSTAND_OIDC_NETWORKS").replace(",", " ").split()
SOCIALACCOUNT_ADAPTER = "newsstand.accounts.house.HouseLogin"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False

EMAIL_URL = env("EMAIL_URL")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = _mail.username or ""
    EMAIL_HOST_PASSWORD = _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtp+ssl"
    # One that accepts a connection and then says nothing must not hold up the worker.
    EMAIL_TIMEOUT = 20
    if _mail.scheme == "console":
        EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    # With no mail server, messages are kept as files that the operator can read and pass on.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = NEWSSTAND_HOME / "mail"
DEFAULT_FROM_EMAIL = env("NEWSSTAND_MAIL_FROM", f"newsstand@{_public.hostname}")
ACCOUNT_EMAIL_VERIFICATION = "optional" if EMAIL_URL else "none"
# Whether one writes here only from an address that was confirmed; without a mail server nobody could.
NEWSSTAND_CONFIRM_TO_WRITE = env_bool("NEWSSTAND_CONFIRM_TO_WRITE", default=bool(EMAIL_URL))

# --- security -------------------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsstand.pages.errors.no_csrf"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if env_bool("NEWSSTAND_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = [
    "newsstand.lib.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Rate limits live here. With Django's default of 300 entries a crowd would push them out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("NEWSSTAND_LOG_LEVEL", "WARNING").upper()},
}
