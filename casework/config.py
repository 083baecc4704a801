"""Settings that refuse to start half-configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casework.errors import ConfigurationError

ENV_FILE = "confer.env"


@dataclass(frozen=True)
class Settings:
    """Everything the program is told from outside. Secrets never print."""

    instance: Path
    database_url: str
    keys_url: str
    keyring_file: Path
    checkpoints: Path
    secret_key: str
    base_url: str = "http://127.0.0.1:5000"
    secure_cookies: bool = False
    # Reverse proxies in front, whose word about the other end counts; guesses are counted by it.
    proxies: int = 0
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    mail_from: str = "no-reply@confer.invalid"
    # Argon2: OWASP's floor is 19 MiB, 2 passes; ours is above. Tests set the cheap profile.
    argon2_memory_kib: int = 65536
    argon2_passes: int = 3
    # A session that nobody uses ends after this (ASVS 7.3.1): 5 to 30 minutes.
    idle_minutes: int = 15
    testing: bool = False

    def __repr__(self) -> str:
        return f"Settings(instance={str(self.instance)!r})"


def load_settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of an installation: `confer.env` in its instance folder, then environment."""
    instance = Path(environ.get("CONFER_INSTANCE") or root / "instance").resolve()
    return from_environment(instance, read_env_file(instance / ENV_FILE) | dict(environ))


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; blank lines and lines that begin with `#` say nothing."""
    if not path.exists():
        return {}
    lines = enumerate((line.strip() for line in path.read_text().splitlines()), 1)
    return dict(_pair(path, n, line) for n, line in lines if line and not line.startswith("#"))


def _pair(path: Path, number: int, line: str) -> tuple[str, str]:
    name, sign, value = line.partition("=")
    if not sign or not name.strip():
        raise ConfigurationError(f"{path}, line {number}: write NAME=value.")
    return name.strip(), value.strip().strip('"')


def from_environment(instance: Path, environ: Mapping[str, str]) -> Settings:
    """Read the settings; `CONFER_*` and `DATABASE_URL` override what lies in `instance/`."""
    get = environ.get
    database = get("DATABASE_URL") or f"sqlite:///{instance / 'confer.db'}"
    keys = Path(get("CONFER_KEYS") or instance / "keys")
    return Settings(
        instance=instance,
        database_url=database,
        keys_url=get("KEYS_DATABASE_URL") or _default_keys(keys, database),
        keyring_file=Path(get("CONFER_KEYRING") or keys / "keyring.txt"),
        checkpoints=Path(get("CONFER_CHECKPOINTS") or instance / "checkpoints"),
        secret_key=get("CONFER_SECRET_KEY") or _kept_secret(keys / "session.txt"),
        base_url=get("CONFER_BASE_URL", f"http://127.0.0.1:{get('PORT', '5000')}").rstrip("/"),
        secure_cookies=get("CONFER_BASE_URL", "").startswith("https://"),
        proxies=_proxies(get("CONFER_PROXIES", "0"), "CONFER_PROXIES"),
        smtp_host=get("CONFER_SMTP_HOST", ""),
        smtp_port=_number(get("CONFER_SMTP_PORT", "25"), "CONFER_SMTP_PORT"),
        smtp_user=get("CONFER_SMTP_USER", ""),
        smtp_password=get("CONFER_SMTP_PASSWORD", ""),
        smtp_tls=get("CONFER_SMTP_TLS", "yes") != "no",
        mail_from=get("CONFER_MAIL_FROM", "no-reply@confer.invalid"),
        idle_minutes=_minutes(get("CONFER_IDLE_MINUTES", "15"), "CONFER_IDLE_MINUTES"),
    )


def _default_keys(folder: Path, database: str) -> str:
    if database.startswith("sqlite"):
        return f"sqlite:///{folder / 'keys.db'}"
    raise ConfigurationError(
        "DATABASE_URL names PostgreSQL, so KEYS_DATABASE_URL must name a separate database "
        "for the keys: keys kept beside the data cannot be erased."
    )


def _number(text: str, name: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ConfigurationError(f"{name} must be a port number between 1 and 65535.")
    return int(text)


def _minutes(text: str, name: str) -> int:
    if not text.isdigit() or not 5 <= int(text) <= 30:
        raise ConfigurationError(f"{name} must be a number of minutes from 5 to 30.")
    return int(text)


def _proxies(text: str, name: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise ConfigurationError(f"{name} must be the number of reverse proxies in front, 0 to 3.")
    return int(text)


def _kept_secret(path: Path) -> str:
    if not path.exists():
        raise ConfigurationError(
            f"There is no session secret at {path}. Run 'make run' for a demonstration, or "
            "'flask --app wsgi partnership create' for a real partnership."
        )
    return path.read_text().strip()
