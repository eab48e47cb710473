"""What the operator of the bot decides: the only reader of the environment and of `.env`.

Every setting is a field below with a sentence in its description, and a line in `.env.example`; a test keeps them one.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MOST_WORKERS_BY_DEFAULT = 8  # each holds some 60 MB; a big machine's operator may ask for more
TOKEN_SHAPE = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")
NO_TOKEN = (
    "DISCORD_TOKEN is missing: copy the bot's token from https://discord.com/developers/applications "
    "(your application, Bot, Reset Token) into the environment or a .env file; `explainer-bot --preview` needs none."
)
WRONG_TOKEN = (
    "DISCORD_TOKEN is not a bot token (three parts with dots between them, neither a client id nor a client secret): "
    "copy it from https://discord.com/developers/applications, your application, Bot, Reset Token."
)
REFUSED_TOKEN = (
    "Discord refused DISCORD_TOKEN: it was reset or belongs to a deleted application; copy a fresh one from "
    "https://discord.com/developers/applications, your application, Bot, Reset Token."
)


class SettingsError(Exception):
    """A setting is missing or wrong. Its text is one line that says which one and how to mend it."""


def processors() -> int:
    """How many processors this process may use (its affinity, where the system tells it)."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """The settings, read once at start and handed on; nothing else looks at the environment."""

    # No source is named here: `load` names the file, so that tests and the preview read none by accident.
    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_ignore_empty=True, env_file_encoding="utf-8")

    discord_token: SecretStr = Field(
        SecretStr(""), description="The bot's token from Discord's developer portal; keep it secret."
    )
    database_url: str = Field(
        "sqlite:///explainer-bot.sqlite3",
        description="Where settings and feedback are kept: a SQLite file, or postgresql://user:password@host/name.",
    )
    shard_count: int | None = Field(
        None, ge=1, le=16_000, description="How many shards the bot has in all; leave empty to let Discord choose."
    )
    shard_ids: Annotated[tuple[int, ...] | None, NoDecode] = Field(
        None, description="Which of them this process serves, such as 0,1; leave empty for all. Needs SHARD_COUNT."
    )
    workers: int = Field(
        default_factory=lambda: min(processors(), MOST_WORKERS_BY_DEFAULT),
        ge=1,
        le=256,
        description="How many processes compute answers; leave empty for one a processor, at most 8.",
    )
    deadline_seconds: float = Field(
        20.0, gt=0, le=600, description="An answer that takes longer than this many seconds is given up."
    )
    long_deadline_seconds: float = Field(
        120.0, gt=0, le=840, description="The same for training runs and the handbook; Discord itself waits 15 minutes."
    )
    jobs_per_worker: int = Field(
        500, ge=1, description="A worker process is replaced by a fresh one after this many answers."
    )
    waiting_jobs: int = Field(
        200, ge=0, description="When this many questions wait, further ones are asked to come back."
    )
    cache_megabytes: int = Field(
        64, ge=0, le=65_536, description="Memory for answers that are kept ready; 0 keeps none."
    )
    person_cooldown_uses: int = Field(6, ge=1, description="How many questions one person may ask in the time below.")
    person_cooldown_seconds: float = Field(30.0, ge=0, description="The time for it, in seconds; 0 sets no limit.")
    server_cooldown_uses: int = Field(60, ge=1, description="How many questions one server may ask in the time below.")
    server_cooldown_seconds: float = Field(30.0, ge=0, description="The time for it, in seconds; 0 sets no limit.")
    drain_seconds: float = Field(
        25.0,
        ge=0,
        le=840,
        description="When told to stop, the bot takes up to this long to finish the answers in hand.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR."
    )
    contact: str = Field(
        "", max_length=200, description="Who runs this bot and how to reach them; shown by /about and /privacy."
    )

    @field_validator("discord_token", mode="before")
    @classmethod
    def _strip(cls, value: object) -> object:
        """A token pasted with a line break or quotes around it is still the token."""
        return value.strip().strip("\"'") if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",")]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("write whole numbers with commas between them, such as 0,1")
        return tuple(int(part) for part in parts)

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, value: str) -> str:
        """People write sqlite: and postgres:; SQLAlchemy wants the asynchronous driver named as well."""
        scheme, separator, rest = value.partition("://")
        family = scheme.partition("+")[0].lower()
        drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
        if not separator or family not in drivers:
            raise ValueError("begin it with sqlite:/// and a file name, or postgresql:// and user:password@host/name")
        return f"{drivers[family]}://{rest}"

    @model_validator(mode="after")
    def _shards_fit(self) -> Settings:
        if self.shard_ids is None:
            return self
        if self.shard_count is None:
            raise ValueError("SHARD_IDS needs SHARD_COUNT: say how many shards there are in all")
        if max(self.shard_ids) >= self.shard_count or len(set(self.shard_ids)) < len(self.shard_ids):
            raise ValueError(
                f"SHARD_IDS must be different numbers from 0 to SHARD_COUNT - 1, here {self.shard_count - 1}"
            )
        return self


def load(*, token_needed: bool = True, env_file: str | None = ".env") -> Settings:
    """The settings from the environment, else from `env_file`, else the defaults. Raises SettingsError, one line."""

    class WithFile(Settings):
        model_config = SettingsConfigDict(env_file=env_file)

    try:
        settings: Settings = WithFile()
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(dict(fault)) for fault in error.errors())) from None
    except (OSError, UnicodeError) as error:
        problem = f"{env_file} cannot be read ({type(error).__name__}): make it a text file that this user may read"
        raise SettingsError(problem) from None
    token = settings.discord_token.get_secret_value()
    if token_needed and not token:
        raise SettingsError(NO_TOKEN)
    if token_needed and not TOKEN_SHAPE.fullmatch(token):
        raise SettingsError(WRONG_TOKEN)
    return settings


def _sentence(fault: dict[str, object]) -> str:
    """One fault in the operator's words. The value itself isn't repeated: it may hold a password."""
    location = fault["loc"]
    name = str(location[0]).upper() if isinstance(location, tuple) and location else ""
    if fault["type"] == "extra_forbidden":
        return f"{name} in .env is no setting of this bot: see .env.example for those there are"
    message = str(fault["msg"]).removeprefix("Value error, ")
    if message.startswith("Input should be "):
        return f"{name} must be {message.removeprefix('Input should be ')}"
    return f"{name} is wrong: {message}" if name else message
