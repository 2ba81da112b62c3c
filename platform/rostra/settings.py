"""What an installation can choose, read from the environment and an optional TOML file."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

PREFIX = "ROSTRA_"


class SettingsError(Exception):
    """The settings cannot be used; the message says what to write."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The typed settings of one installation; every field is `ROSTRA_<NAME>` in the environment."""

    data_dir: str = "data"
    database_url: str = ""
    search_engine: Literal["whoosh", "tantivy"] = "whoosh"
    environment: Literal["production", "development", "demo"] = "production"
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8000
    public_url: str = ""
    proxies: Annotated[int, Meta(ge=0, le=9)] = 0
    """How many of our own proxies stand before the server and name the visitor's address."""
    time_zone: str = "Europe/Berlin"
    default_language: Literal["de", "en"] = "de"
    city_name: str = ""
    contact_name: str = ""
    contact_email: str = ""
    imprint: str = ""
    privacy: str = ""
    accessibility: str = ""
    license_url: str = ""
    max_upload_bytes: Annotated[int, Meta(ge=1)] = 100 * 1024 * 1024
    login_idle_minutes: Annotated[int, Meta(ge=1)] = 60 * 12
    login_days: Annotated[int, Meta(ge=1)] = 30
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    mail_host: str = ""
    """The mail server; without one letters wait, except in the demo, whose outbox shows them."""
    mail_port: Annotated[int, Meta(ge=1, le=65535)] = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    """The sender of all letters, such as `Stadt Jena <rathaus@jena.example>`."""
    seal_key: str = ""
    """A PKCS#12 file with the key and the certificate with which printed documents are sealed."""
    seal_password: str = ""
    map_tiles: str = ""
    """Where pictures of a map come from, such as `https://tiles.example/{z}/{x}/{y}.png`; without
    it there is no map, and no page asks anybody else for anything."""
    map_credit: str = "© OpenStreetMap"
    """Whose map it is; stands below it."""
    page_cache_entries: Annotated[int, Meta(ge=0)] = 2_000
    live_sockets: Annotated[int, Meta(ge=0)] = 5_000
    """How many screens one process feeds; more than that ask again and again instead."""
    live_sockets_per_address: Annotated[int, Meta(ge=0)] = 500
    """Of those, how many without a login may come from one address."""

    @property
    def folder(self) -> Path:
        """The folder that holds database, files and index, as an absolute path."""
        return Path(self.data_dir).expanduser().resolve()

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database: SQLite in the data folder unless set otherwise."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.folder / 'rostra.db'}"
        return normalised_url(self.database_url)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the city."""
        return ZoneInfo(self.time_zone)

    @property
    def base_url(self) -> str:
        """The address under which the world sees the site, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def in_public_service(self) -> bool:
        """Whether this is a real installation and not a demo or a developer's machine."""
        return self.environment == "production"


def normalised_url(url: str) -> str:
    """The database URL with the asynchronous driver that Rostra uses."""
    for short, full in (
        ("postgres://", "postgresql+psycopg://"),
        ("postgresql://", "postgresql+psycopg://"),
        ("sqlite://", "sqlite+aiosqlite://"),
    ):
        if url.startswith(short):
            return full + url.removeprefix(short)
    return url


def load_settings(environment: dict[str, str] | None = None) -> Settings:
    """Read the settings from `ROSTRA_CONFIG` (a TOML file) and `ROSTRA_*`, the latter winning.

    Raises SettingsError with a sentence that says what to write.
    """
    environment = dict(os.environ if environment is None else environment)
    values: dict[str, object] = {}
    config = environment.get(PREFIX + "CONFIG")
    if config:
        values.update(read_toml(Path(config)))
    for name in Settings.__struct_fields__:
        if PREFIX + name.upper() in environment:
            values[name] = environment[PREFIX + name.upper()]
    return check(values)


def read_toml(path: Path) -> dict[str, object]:
    """The settings written in a TOML file."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"ROSTRA_CONFIG names {path}, which cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error


def check(values: dict[str, object]) -> Settings:
    """The values as Settings, or SettingsError naming the setting and what it takes."""
    known = set(Settings.__struct_fields__)
    for name in values:
        if name not in known:
            raise SettingsError(f"There is no setting {name!r}. Known: {', '.join(sorted(known))}.")
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"A setting cannot be used: {error}. Write it as ROSTRA_…") from error
    try:
        ZoneInfo(settings.time_zone)
    except Exception as error:
        raise SettingsError(
            f"ROSTRA_TIME_ZONE={settings.time_zone!r} is no time zone; write Europe/Berlin."
        ) from error
    if settings.map_tiles and not is_tiles(settings.map_tiles):
        raise SettingsError(
            "ROSTRA_MAP_TILES is an address such as https://tiles.example/{z}/{x}/{y}.png."
        )
    if settings.mail_host and "@" not in settings.mail_from:
        raise SettingsError("ROSTRA_MAIL_HOST needs ROSTRA_MAIL_FROM, the sender of all letters.")
    if not settings.database.startswith(("sqlite+aiosqlite://", "postgresql+psycopg://")):
        raise SettingsError("ROSTRA_DATABASE_URL must begin with sqlite:// or postgresql://.")
    return settings


def is_tiles(address: str) -> bool:
    """Whether an address names the pictures of a map by zoom, column and row."""
    host = re.fullmatch(r"https?://[A-Za-z0-9.:-]+/[^\s;,'\"]*", address)
    return host is not None and all(part in address for part in ("{z}", "{x}", "{y}"))
