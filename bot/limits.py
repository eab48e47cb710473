"""Every limit of Discord, stated once, and the check of what is about to be sent.

discord.py enforces some of these and sends the rest to be refused (2,500 characters of content, layouts of 9,000,
custom ids of 101, modal titles of 60), so the raw payload is checked here. A fault is a sentence that names the place
and both numbers. Source: Discord's API description (2026-07-18) and its developer documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

# A message
MESSAGE_CONTENT = 2_000
EMBEDS = 10
FILES = 10
FILE_BYTES = 10 * 1024 * 1024  # without a server's or an account's raise: see interaction.filesize_limit
REQUEST_BYTES = 25 * 1024 * 1024
ALT_TEXT = 1_024
# An embed
EMBED_NAME = 256  # title, author, field name
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBED_TEXT = 6_000  # over all embeds of a message
# A layout of components
LAYOUT_FLAG = 1 << 15
COMPONENTS = 40  # nested ones counted
LAYOUT_TEXT = 4_000  # over all text displays
GALLERY_ITEMS = 10
SECTION_TEXTS = 3
ROWS = 5  # without the layout flag
ROW_BUTTONS = 5
CUSTOM_ID = 100
BUTTON_LABEL = 80
BUTTON_URL = 512
SELECT_OPTIONS = 25
OPTION_TEXT = 100  # label, value, description
SELECT_PLACEHOLDER = 150
GROUP_OPTIONS = 10  # radio buttons, check boxes
# A modal
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
MODAL_LABEL = 45
MODAL_DESCRIPTION = 100
MODAL_TEXT = 4_000
MODAL_PLACEHOLDER = 100
# Commands
COMMANDS = 100
CONTEXT_MENUS = 5  # of each kind; what discord.py 2.7 allows
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
CHOICES = 25
CHOICE_NAME = 100
STRING_OPTION = 6_000

ROW, BUTTON, SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE = 1, 2, 3, 4, 9, 10, 11, 12, 13
CONTAINER, LABEL, UPLOAD, RADIO, CHECKBOXES = 17, 18, 19, 21, 22
SELECTS = (SELECT, 5, 6, 7, 8)  # of strings, users, roles, both, channels

Payload = Mapping[str, object]
Bounds = Mapping[str, tuple[int, int]]  # field → least and most characters of a text or entries of a list

OPTION: Bounds = {"label": (1, OPTION_TEXT), "value": (1, OPTION_TEXT), "description": (0, OPTION_TEXT)}
PICTURE: Bounds = {"description": (1, ALT_TEXT)}
BOUNDS: Mapping[int, Bounds] = {
    ROW: {"components": (1, ROW_BUTTONS)},
    BUTTON: {"label": (0, BUTTON_LABEL), "url": (1, BUTTON_URL), "custom_id": (1, CUSTOM_ID)},
    TEXT_INPUT: {
        "label": (1, MODAL_LABEL),
        "value": (0, MODAL_TEXT),
        "placeholder": (0, MODAL_PLACEHOLDER),
        "custom_id": (1, CUSTOM_ID),
    },
    SECTION: {"components": (1, SECTION_TEXTS)},
    TEXT: {"content": (1, LAYOUT_TEXT)},
    THUMBNAIL: PICTURE,
    GALLERY: {"items": (1, GALLERY_ITEMS)},
    CONTAINER: {"components": (1, COMPONENTS)},
    LABEL: {"label": (1, MODAL_LABEL), "description": (1, MODAL_DESCRIPTION)},
    UPLOAD: {"custom_id": (1, CUSTOM_ID)},
    RADIO: {"options": (2, GROUP_OPTIONS), "custom_id": (1, CUSTOM_ID)},
    CHECKBOXES: {"options": (1, GROUP_OPTIONS), "custom_id": (1, CUSTOM_ID)},
} | {
    kind: {
        "options": (1, SELECT_OPTIONS),
        "placeholder": (0, SELECT_PLACEHOLDER),
        "custom_id": (1, CUSTOM_ID),
    }
    for kind in SELECTS
}
EMBED: Bounds = {"title": (0, EMBED_NAME), "description": (0, EMBED_DESCRIPTION), "fields": (0, EMBED_FIELDS)}
EMBED_PARTS: Mapping[str, Bounds] = {"author": {"name": (0, EMBED_NAME)}, "footer": {"text": (0, EMBED_FOOTER)}}
EMBED_FIELD: Bounds = {"name": (1, EMBED_NAME), "value": (1, EMBED_VALUE)}
COMMAND: Bounds = {"name": (1, COMMAND_NAME), "description": (0, COMMAND_DESCRIPTION), "options": (0, COMMAND_OPTIONS)}
COMMAND_OPTION: Bounds = {
    "name": (1, COMMAND_NAME),
    "description": (1, COMMAND_DESCRIPTION),
    "options": (0, COMMAND_OPTIONS),
    "choices": (0, CHOICES),
}
CHOICE: Bounds = {"name": (1, CHOICE_NAME), "value": (1, STRING_OPTION)}
ATTACHMENT: Bounds = {"description": (0, ALT_TEXT), "filename": (1, 1_024)}


class OverLimit(ValueError):
    """Something that Discord would refuse. `faults` names each place; it is our mistake, never the reader's."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


def require(faults: Sequence[str]) -> None:
    """Raise OverLimit when there is a fault."""
    if faults:
        raise OverLimit(faults)


def length(text: str) -> int:
    """Characters as Discord's clients count them, in UTF-16 units: never fewer than the characters its API counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def message_faults(
    payload: Payload, files: Sequence[int] = (), filesize_limit: int = FILE_BYTES, request_limit: int = REQUEST_BYTES
) -> tuple[str, ...]:
    """What is wrong with a message's JSON and the sizes in bytes of the files that go with it."""
    faults = list(_bounds("message", payload, {"content": (0, MESSAGE_CONTENT), "embeds": (0, EMBEDS)}))
    faults += _embeds(_list(payload, "embeds"))
    faults += _layout(payload) if _flags(payload) & LAYOUT_FLAG else _rows(payload)
    for place, component in _components(payload):
        faults += _component(place, component)
    faults += _repeated("custom_id", [str(c["custom_id"]) for _, c in _components(payload) if c.get("custom_id")])
    for number, attachment in enumerate(_list(payload, "attachments")):
        faults += _bounds(f"attachment {number}", attachment, ATTACHMENT)
    if len(files) > FILES:
        faults.append(_over("message", "files", len(files), FILES))
    faults += [
        _over(f"file {n}", "bytes", size, filesize_limit) for n, size in enumerate(files) if size > filesize_limit
    ]
    if sum(files) > request_limit:
        faults.append(_over("request", "bytes", sum(files), request_limit))
    return tuple(faults)


def modal_faults(payload: Payload) -> tuple[str, ...]:
    """What is wrong with a modal's JSON."""
    bounds: Bounds = {"title": (1, MODAL_TITLE), "components": (1, MODAL_COMPONENTS), "custom_id": (1, CUSTOM_ID)}
    faults = list(_bounds("modal", payload, bounds))
    for place, component in _components(payload):
        faults += _component(place, component)
    faults += _repeated("custom_id", [str(c["custom_id"]) for _, c in _components(payload) if c.get("custom_id")])
    return tuple(faults)


def command_faults(commands: Sequence[Payload]) -> tuple[str, ...]:
    """What is wrong with the JSON of all application commands (type 1: slash commands, 2 and 3: context menus)."""
    kinds = [command.get("type", 1) for command in commands]
    faults = [
        _over("application", what, kinds.count(kind), most)
        for kind, what, most in (
            (1, "slash commands", COMMANDS),
            (2, "user menus", CONTEXT_MENUS),
            (3, "message menus", CONTEXT_MENUS),
        )
        if kinds.count(kind) > most
    ]
    for command in commands:
        place = f"command {command.get('name')}"
        faults += _bounds(place, command, COMMAND)
        faults += _options(place, command)
    return tuple(faults)


def autocomplete_faults(choices: Sequence[Payload]) -> tuple[str, ...]:
    """What is wrong with the choices offered while someone types: at most 25, each name and value 100 characters."""
    faults = [_over("autocomplete", "choices", len(choices), CHOICES)] if len(choices) > CHOICES else []
    for number, choice in enumerate(choices):
        faults += _bounds(f"choice {number}", choice, {"name": (1, CHOICE_NAME), "value": (1, CHOICE_NAME)})
    return tuple(faults)


def _over(place: str, what: str, found: int, most: int) -> str:
    return f"{place}: {found:,} {what}, at most {most:,}"


def _list(payload: Payload, field: str) -> list[Payload]:
    value = payload.get(field)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def _flags(payload: Payload) -> int:
    flags = payload.get("flags")
    return flags if isinstance(flags, int) else 0


def _bounds(place: str, payload: Payload, bounds: Bounds) -> Iterator[str]:
    for field, (least, most) in bounds.items():
        value = payload.get(field)
        if not isinstance(value, str | list | tuple):
            continue
        found = length(value) if isinstance(value, str) else len(value)
        what = f"characters of {field}" if isinstance(value, str) else field
        if found > most:
            yield _over(place, what, found, most)
        elif found < least:
            yield f"{place}: {found} {what}, at least {least}"


def _repeated(what: str, values: Sequence[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{what} {value!r} is there {values.count(value)} times"


def _components(payload: Payload, place: str = "") -> Iterator[tuple[str, Payload]]:
    """Every component below this one, depth first, with its place such as "0.2.1"."""
    below = _list(payload, "components")
    below += [child for field in ("accessory", "component") if isinstance(child := payload.get(field), Mapping)]
    for number, child in enumerate(below):
        inner = f"{place}.{number}" if place else str(number)
        yield inner, child
        yield from _components(child, inner)


def _component(place: str, component: Payload) -> Iterator[str]:
    kind = component.get("type")
    place = f"component {place}"
    if not isinstance(kind, int):
        yield f"{place}: it has no type"
        return
    yield from _bounds(place, component, BOUNDS.get(kind, {}))
    for number, option in enumerate(_list(component, "options")):
        yield from _bounds(f"{place}, option {number}", option, OPTION)
    yield from _repeated(f"{place}: option value", [str(option.get("value")) for option in _list(component, "options")])
    for number, picture in enumerate(_list(component, "items")):
        yield from _bounds(f"{place}, picture {number}", picture, PICTURE)
    if kind == BUTTON and not (component.get("label") or component.get("emoji") or component.get("sku_id")):
        yield f"{place}: a button needs a label or an emoji"
    children = _list(component, "components")
    if kind == ROW and len(children) > 1 and any(child.get("type") in SELECTS for child in children):
        yield f"{place}: a select fills its row alone"


def _rows(payload: Payload) -> Iterator[str]:
    components = _list(payload, "components")
    if len(components) > ROWS:
        yield _over("message", "rows", len(components), ROWS)
    if any(component.get("type") != ROW for component in components):
        yield "message: components other than rows need the layout flag"


def _layout(payload: Payload) -> Iterator[str]:
    yield from (
        f"layout: it can't have {field} beside it" for field in ("content", "embeds", "poll") if payload.get(field)
    )
    found = [component for _, component in _components(payload)]
    if len(found) > COMPONENTS:
        yield _over("layout", "components", len(found), COMPONENTS)
    text = sum(length(str(component.get("content", ""))) for component in found if component.get("type") == TEXT)
    if text > LAYOUT_TEXT:
        yield _over("layout", "characters of text", text, LAYOUT_TEXT)
    yield from _references(payload, found)


def _references(payload: Payload, found: Sequence[Payload]) -> Iterator[str]:
    """In a layout a file stays invisible unless a component shows it, and a component can show only what is sent."""
    holders = [*found, *(item for component in found for item in _list(component, "items"))]
    media = [holder.get(field) for holder in holders for field in ("media", "file")]
    urls = [str(entry.get("url", "")) for entry in media if isinstance(entry, Mapping)]
    shown = {url.removeprefix("attachment://") for url in urls if url.startswith("attachment://")}
    if "attachments" in payload:
        sent = {str(attachment.get("filename")) for attachment in _list(payload, "attachments")}
        yield from (f"layout: {name} is shown but not attached" for name in sorted(shown - sent))
        yield from (f"layout: {name} is attached but not shown" for name in sorted(sent - shown))


def _embeds(embeds: Sequence[Payload]) -> Iterator[str]:
    total = 0
    for number, embed in enumerate(embeds):
        place = f"embed {number}"
        parts: list[tuple[Payload, Bounds]] = [(embed, EMBED)]
        for field, inner in EMBED_PARTS.items():
            part = embed.get(field)
            parts += [(part, inner)] if isinstance(part, Mapping) else []
        parts += [(field, EMBED_FIELD) for field in _list(embed, "fields")]
        for each, bounds in parts:
            yield from _bounds(place, each, bounds)
            total += sum(length(value) for field in bounds if isinstance(value := each.get(field), str))
    if total > EMBED_TEXT:
        yield _over("embeds", "characters in all", total, EMBED_TEXT)


def _options(place: str, command: Payload) -> Iterator[str]:
    for option in _list(command, "options"):
        inner = f"{place} {option.get('name')}"
        yield from _bounds(inner, option, COMMAND_OPTION)
        for choice in _list(option, "choices"):
            yield from _bounds(f"{inner}, choice {choice.get('name')}", choice, CHOICE)
        yield from _options(inner, option)
