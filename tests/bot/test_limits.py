"""Each limit of Discord: the largest thing that passes, and one more that is named as a fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import limits
from bot.limits import OverLimit, autocomplete_faults, command_faults, message_faults, modal_faults, require

OPENAPI = Path("shared/discord-openapi.json")
for parent in Path(__file__).resolve().parents:
    if (parent / "shared" / "discord-openapi.json").is_file():
        OPENAPI = parent / "shared" / "discord-openapi.json"

Json = dict[str, Any]


def layout(*components: Json, **fields: Any) -> Json:
    return {"flags": limits.LAYOUT_FLAG, "components": list(components), **fields}


def button(number: int = 0, label: str = "γ ÷10", custom_id: str = "") -> Json:
    return {"type": 2, "style": 2, "label": label, "custom_id": custom_id or f"b{number}"}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def text(characters: int) -> Json:
    return {"type": 10, "content": "x" * characters}


def gallery(pictures: int, alt: int = 10) -> Json:
    item = {"media": {"url": "attachment://steps.png"}, "description": "a" * alt}
    return {"type": 12, "items": [item] * pictures}


def select(options: int, **fields: Any) -> Json:
    entries = [{"label": f"o{n}", "value": str(n)} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": entries, **fields}


def option(**fields: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": [{"label": "l", "value": "v", **fields}]}


def section(texts: int) -> Json:
    return {"type": 9, "components": [text(1)] * texts, "accessory": button()}


def embed(**fields: Any) -> Json:
    return {"embeds": [fields]}


def fields(count: int) -> list[Json]:
    return [{"name": "n", "value": "v"}] * count


# Each: what makes the payload from a size, the largest size that passes.
MESSAGES: list[tuple[Callable[[int], Json], int]] = [
    (lambda n: {"content": "x" * n}, 2_000),
    (lambda n: {"embeds": [{"title": "t"}] * n}, 10),
    (lambda n: embed(title="x" * n), 256),
    (lambda n: embed(description="x" * n), 4_096),
    (lambda n: embed(author={"name": "x" * n}), 256),
    (lambda n: embed(footer={"text": "x" * n}), 2_048),
    (lambda n: embed(fields=fields(n)), 25),
    (lambda n: embed(fields=[{"name": "x" * n, "value": "v"}]), 256),
    (lambda n: embed(fields=[{"name": "n", "value": "x" * n}]), 1_024),
    (lambda n: {"embeds": [{"description": "x" * 4_000}, {"description": "x" * (n - 4_000)}]}, 6_000),
    (lambda n: {"attachments": [{"filename": "a.png", "description": "x" * n}]}, 1_024),
    (lambda n: {"components": [row(button(k)) for k in range(n)]}, 5),
    (lambda n: {"components": [row(*(button(k) for k in range(n)))]}, 5),
    (lambda n: layout(row(button(label="x" * n))), 80),
    (lambda n: layout(row(button(custom_id="x" * n))), 100),
    (lambda n: layout(row({"type": 2, "style": 5, "label": "x", "url": "x" * n})), 512),
    (lambda n: layout(row(select(n))), 25),
    (lambda n: layout(row(select(1, placeholder="x" * n))), 150),
    (lambda n: layout(row(option(label="x" * n))), 100),
    (lambda n: layout(row(option(value="x" * n))), 100),
    (lambda n: layout(row(option(description="x" * n))), 100),
    (lambda n: layout(*[text(1)] * n), 40),
    (lambda n: layout({"type": 17, "components": [text(1)] * (n - 1)}), 40),
    (lambda n: layout(text(n)), 4_000),
    (lambda n: layout(text(3_000), {"type": 17, "components": [text(n - 3_000)]}), 4_000),
    (lambda n: layout(gallery(n)), 10),
    (lambda n: layout(gallery(1, alt=n)), 1_024),
    (lambda n: layout(section(n)), 3),
]
LABELLED = {"type": 18, "label": "γ", "component": {"type": 4, "custom_id": "g", "style": 1}}


def modal(**fields: Any) -> Json:
    return {"custom_id": "m", "title": "Change", "components": [LABELLED], **fields}


def labelled(**fields: Any) -> Json:
    return modal(components=[{**LABELLED, **fields}])


def typed(**fields: Any) -> Json:
    return modal(
        components=[{"type": 18, "label": "γ", "component": {"type": 4, "custom_id": "g", "style": 1, **fields}}]
    )


MODALS: list[tuple[Callable[[int], Json], int]] = [
    (lambda n: modal(title="x" * n), 45),
    (lambda n: modal(custom_id="x" * n), 100),
    (lambda n: modal(components=[{"type": 10, "content": "x"}] * n), 5),
    (lambda n: labelled(label="x" * n), 45),
    (lambda n: labelled(description="x" * n), 100),
    (lambda n: typed(value="x" * n), 4_000),
    (lambda n: typed(placeholder="x" * n), 100),
    (lambda n: typed(custom_id="x" * n), 100),
]


def command(**fields: Any) -> Json:
    return {"type": 1, "name": "ask", "description": "Ask a question.", **fields}


def taking(**fields: Any) -> Json:
    return command(options=[{"type": 3, "name": "question", "description": "In your words.", **fields}])


COMMANDS: list[tuple[Callable[[int], list[Json]], int]] = [
    (lambda n: [command(name=f"c{k}") for k in range(n)], 100),
    (lambda n: [{"type": 3, "name": f"c{k}", "description": ""} for k in range(n)], 5),
    (lambda n: [command(name="x" * n)], 32),
    (lambda n: [command(description="x" * n)], 100),
    (lambda n: [command(options=[{"type": 3, "name": f"o{k}", "description": "d"} for k in range(n)])], 25),
    (lambda n: [taking(description="x" * n)], 100),
    (lambda n: [taking(name="x" * n)], 32),
    (lambda n: [taking(choices=[{"name": str(k), "value": str(k)} for k in range(n)])], 25),
    (lambda n: [taking(choices=[{"name": "x" * n, "value": "v"}])], 100),
    (lambda n: [taking(choices=[{"name": "n", "value": "x" * n}])], 6_000),
]


@pytest.mark.parametrize(("make", "most"), MESSAGES)
def test_message(make: Callable[[int], Json], most: int) -> None:
    assert message_faults(make(most)) == ()
    assert any(f"{most + 1:,}" in fault and f"{most:,}" in fault for fault in message_faults(make(most + 1)))


@pytest.mark.parametrize(("make", "most"), MODALS)
def test_modal(make: Callable[[int], Json], most: int) -> None:
    assert modal_faults(make(most)) == ()
    assert any(f"at most {most:,}" in fault for fault in modal_faults(make(most + 1)))


@pytest.mark.parametrize(("make", "most"), COMMANDS)
def test_commands(make: Callable[[int], list[Json]], most: int) -> None:
    assert command_faults(make(most)) == ()
    assert any(f"at most {most:,}" in fault for fault in command_faults(make(most + 1)))


def test_autocomplete() -> None:
    choices = [{"name": "x" * 100, "value": "y" * 100}] * 25
    assert autocomplete_faults(choices) == ()
    assert len(autocomplete_faults([*choices, choices[0]])) == 1
    assert len(autocomplete_faults([{"name": "x" * 101, "value": "y" * 101}])) == 2


def test_files() -> None:
    assert message_faults({}, [limits.FILE_BYTES] * 2) == ()
    assert message_faults({}, [1] * 11) == ("message: 11 files, at most 10",)
    assert len(message_faults({}, [limits.FILE_BYTES + 1])) == 1
    assert message_faults({}, [limits.FILE_BYTES + 1], filesize_limit=limits.FILE_BYTES * 2) == ()
    assert message_faults({}, [9 * 1024 * 1024] * 3) == ("request: 28,311,552 bytes, at most 26,214,400",)


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (layout(text(0)), "component 0: 0 characters of content, at least 1"),
        (layout(gallery(0)), "component 0: 0 items, at least 1"),
        (layout(text(1), content="beside"), "layout: it can't have content beside it"),
        (layout(text(1), embeds=[{"title": "t"}]), "layout: it can't have embeds beside it"),
        ({"components": [text(1)]}, "message: components other than rows need the layout flag"),
        (layout(row(button(1), button(1))), "custom_id 'b1' is there 2 times"),
        (layout(row(select(1), button())), "component 0: a select fills its row alone"),
        (layout(row({"type": 2, "style": 1, "custom_id": "b"})), "component 0.0: a button needs a label or an emoji"),
        (layout(gallery(1), attachments=[]), "layout: steps.png is shown but not attached"),
        (layout(text(1), attachments=[{"filename": "p.py"}]), "layout: p.py is attached but not shown"),
        (layout({"content": "x"}), "component 0: it has no type"),
    ],
)
def test_what_has_no_number(payload: Json, says: str) -> None:
    assert says in message_faults(payload)


def test_two_options_of_one_value() -> None:
    twice = {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "v"}, {"label": "b", "value": "v"}]}
    assert "component 0.0: option value 'v' is there 2 times" in message_faults(layout(row(twice)))


def test_text_is_counted_as_discords_clients_count() -> None:
    assert limits.length("Γu") == 2
    assert limits.length("😀") == 2
    assert message_faults({"content": "😀" * 1_001})


def test_require_raises_with_every_fault() -> None:
    require(())
    with pytest.raises(OverLimit) as caught:
        require(message_faults({"content": "x" * 2_001}, [1] * 11))
    assert len(caught.value.faults) == 2


def test_the_numbers_are_those_of_discords_own_description() -> None:
    if not OPENAPI.is_file():
        pytest.skip("Discord's API description does not lie beside the repository")
    schemas = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]

    def most(name: str, field: str) -> int:
        bounds = schemas[name]["properties"][field]
        return int(bounds.get("maxLength", bounds.get("maxItems", 0)))

    for schema, field, ours in (
        ("ButtonComponentForMessageRequest", "label", limits.BUTTON_LABEL),
        ("ButtonComponentForMessageRequest", "custom_id", limits.CUSTOM_ID),
        ("ButtonComponentForMessageRequest", "url", limits.BUTTON_URL),
        ("StringSelectComponentForMessageRequest", "options", limits.SELECT_OPTIONS),
        ("StringSelectComponentForMessageRequest", "placeholder", limits.SELECT_PLACEHOLDER),
        ("MediaGalleryComponentForMessageRequest", "items", limits.GALLERY_ITEMS),
        ("SectionComponentForMessageRequest", "components", limits.SECTION_TEXTS),
        ("TextDisplayComponentForMessageRequest", "content", limits.LAYOUT_TEXT),
        ("ThumbnailComponentForMessageRequest", "description", limits.ALT_TEXT),
        ("ContainerComponentForMessageRequest", "components", limits.COMPONENTS),
        ("RadioGroupComponentForModalRequest", "options", limits.GROUP_OPTIONS),
        ("LabelComponentForModalRequest", "label", limits.MODAL_LABEL),
        ("LabelComponentForModalRequest", "description", limits.MODAL_DESCRIPTION),
        ("TextInputComponentForModalRequest", "value", limits.MODAL_TEXT),
        ("TextInputComponentForModalRequest", "placeholder", limits.MODAL_PLACEHOLDER),
        ("ModalInteractionCallbackRequestData", "title", limits.MODAL_TITLE),
        ("ApplicationCommandCreateRequest", "name", limits.COMMAND_NAME),
        ("ApplicationCommandCreateRequest", "description", limits.COMMAND_DESCRIPTION),
        ("ApplicationCommandCreateRequest", "options", limits.COMMAND_OPTIONS),
        ("ApplicationCommandStringOption", "choices", limits.CHOICES),
        ("ApplicationCommandOptionStringChoice", "name", limits.CHOICE_NAME),
        ("ApplicationCommandOptionStringChoice", "value", limits.STRING_OPTION),
        ("MessageCreateRequest", "embeds", limits.EMBEDS),
        ("MessageCreateRequest", "attachments", limits.FILES),
        ("RichEmbed", "title", limits.EMBED_NAME),
        ("RichEmbed", "description", limits.EMBED_DESCRIPTION),
        ("RichEmbed", "fields", limits.EMBED_FIELDS),
    ):
        assert most(schema, field) == ours, (schema, field)
