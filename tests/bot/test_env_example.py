"""The example of the settings file is complete: each setting, its sentence and its default, and nothing else."""

from pathlib import Path

from bot.settings import Settings, load

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def entries() -> dict[str, list[str]]:
    """Setting → the comment lines above it."""
    found: dict[str, list[str]] = {}
    comment: list[str] = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif line:
            name, equals, value = line.partition("=")
            assert equals, f"{line!r} sets nothing"
            assert value == "", f"{name}: the example holds no value, so that a copy keeps the defaults"
            assert name not in found, f"{name} twice"
            found[name] = comment
            comment = []
        else:
            comment = []
    return found


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert list(entries()) == [name.upper() for name in Settings.model_fields]


def test_each_has_the_sentence_of_the_setting() -> None:
    for name, field in Settings.model_fields.items():
        description = field.description or ""
        assert description.endswith("."), f"{name} needs a sentence"
        assert entries()[name.upper()][0] == description


def test_each_states_its_default() -> None:
    for name, field in Settings.model_fields.items():
        stated = [line.removeprefix("Default: ") for line in entries()[name.upper()] if line.startswith("Default: ")]
        if field.default_factory is not None or field.default is None or name in {"discord_token", "contact"}:
            assert stated == []
        elif isinstance(field.default, float | int):
            assert [float(text) for text in stated] == [float(field.default)]
        else:
            assert stated == [field.default]


def test_a_copy_of_the_example_is_the_defaults() -> None:
    assert (
        load(token_needed=False, env_file=str(EXAMPLE)).model_dump()
        == load(token_needed=False, env_file=None).model_dump()
    )
