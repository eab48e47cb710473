"""Settings come from the environment and `.env`; each mistake gives one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import settings
from bot.settings import Settings, SettingsError, load

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def fault(**environment: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with pytest.raises(SettingsError) as caught:
            load(token_needed="DISCORD_TOKEN" in environment)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults_need_only_a_token() -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is missing"):
        load()
    defaults = load(token_needed=False)
    assert defaults.database_url == "sqlite+aiosqlite:///explainer-bot.sqlite3"
    assert 1 <= defaults.workers <= settings.MOST_WORKERS_BY_DEFAULT


def test_a_token_may_come_with_white_space_and_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f' "{TOKEN}"\n')
    assert load().discord_token.get_secret_value() == TOKEN


def test_a_wrong_token_is_one_line_that_does_not_repeat_it() -> None:
    said = fault(DISCORD_TOKEN="123456789012345678")
    assert said == settings.WRONG_TOKEN
    assert "123456789012345678" not in said


def test_the_token_is_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    assert TOKEN not in repr(load())
    assert TOKEN not in load().model_dump_json()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///kept.sqlite3", "sqlite+aiosqlite:///kept.sqlite3"),
        ("sqlite+aiosqlite:////var/lib/bot/kept", "sqlite+aiosqlite:////var/lib/bot/kept"),
        ("postgres://me:pass@host/name", "postgresql+asyncpg://me:pass@host/name"),
        ("postgresql+psycopg2://me@host/name", "postgresql+asyncpg://me@host/name"),
    ],
)
def test_the_database_gets_its_driver(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert load(token_needed=False).database_url == used


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://me:secret@host/x", "begin it with sqlite:///"),
        ("WORKERS", "many", "WORKERS must be a valid integer"),
        ("WORKERS", "0", "WORKERS must be greater than or equal to 1"),
        ("SHARD_IDS", "0;1", "commas between them"),
        ("SHARD_IDS", "0,1", "SHARD_IDS needs SHARD_COUNT"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be 'DEBUG', 'INFO'"),
    ],
)
def test_a_wrong_value_names_its_setting(name: str, value: str, says: str) -> None:
    said = fault(**{name: value})
    assert says in said
    assert "secret" not in said


def test_shards_must_fit_their_count() -> None:
    assert "from 0 to SHARD_COUNT - 1, here 1" in fault(SHARD_IDS="0,2", SHARD_COUNT="2")
    assert "different numbers" in fault(SHARD_IDS="1,1", SHARD_COUNT="2")


def test_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARD_IDS", "0, 2")
    monkeypatch.setenv("SHARD_COUNT", "4")
    read = load(token_needed=False)
    assert (read.shard_ids, read.shard_count) == ((0, 2), 4)


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WORKERS=3\nCACHE_MEGABYTES=7\nLOG_LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("WORKERS", "5")
    read = load(token_needed=False)
    assert (read.workers, read.cache_megabytes, read.log_level) == (5, 7, "DEBUG")


def test_a_misspelt_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WORKRES=3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"WORKRES in \.env is no setting of this bot"):
        load(token_needed=False)


def test_an_unreadable_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"WORKERS=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load(token_needed=False)


def test_processors_follows_the_affinity() -> None:
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system has no processor affinity")
    one = next(iter(os.sched_getaffinity(0)))
    program = f"import os; os.sched_setaffinity(0, {{{one}}}); from bot.settings import processors; print(processors())"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"


def test_no_other_file_of_the_bot_reads_the_environment() -> None:
    house = Path(settings.__file__).parent
    readers = {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ.get", "os.getenv", "environ["))
    }
    # workers.py writes two variables for the processes that it starts; it reads none.
    assert readers <= {"worker/process.py"}
