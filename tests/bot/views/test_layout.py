"""Pieces become components: each kind once, with its alt texts and ids, and nothing for discord.py to remember."""

import discord

from bot import limits
from bot.present.pieces import (
    Attachment,
    Button,
    ChannelSelect,
    Document,
    Message,
    Option,
    Pictures,
    Row,
    Rule,
    Select,
    Text,
)
from bot.sending import payload
from bot.views import layout
from bot.views.state import State

STATE = State("gru-gradient", 7)
EVERYTHING = Message(
    (
        Text("hello"),
        Pictures(("a.png",)),
        Document("b.py"),
        Rule(),
        Row(
            (
                Button("Press", "d", "primary"),
                Button("Dead", "p", disabled=True),
                Button("Own", "q0", state=State("x", 7)),
            )
        ),
        Row(Select("r", "Choose", (Option("One", "1", "first", chosen=True),))),
        Row(ChannelSelect("cc", "Where", (5,))),
    ),
    STATE,
    (Attachment("a.png", b"png", "a picture"), Attachment("b.py", b"x = 1")),
)


async def test_every_piece_is_built_within_the_limits():
    view = layout.build(EVERYTHING)
    assert limits.message_faults(payload(EVERYTHING, view), [3, 5]) == ()
    (container,) = view.to_components()
    kinds = [each["type"] for each in container["components"]]
    assert kinds == [10, 12, 13, 14, 1, 1, 1]
    assert container["components"][1]["items"][0]["description"] == "a picture"
    buttons = container["components"][4]["components"]
    assert [each["custom_id"].split("|")[1:3] for each in buttons] == [
        ["d", "gru-gradient"],
        ["p", "gru-gradient"],
        ["q0", "x"],
    ]
    assert container["components"][6]["components"][0]["default_values"] == [{"id": 5, "type": "channel"}]


async def test_the_view_is_finished_so_nothing_is_kept_for_it():
    assert layout.build(EVERYTHING).is_finished()


async def test_a_key_takes_the_place_of_the_state():
    view = layout.build(Message((Row((Button("Press", "d"),)),), STATE), "abc")
    assert view.to_components()[0]["components"][0]["components"][0]["custom_id"] == "x1|d|*abc"


async def test_files_carry_alt_texts_only_where_there_is_something_to_see():
    files = layout.files(EVERYTHING)
    assert [(each.filename, each.description) for each in files] == [("a.png", "a picture"), ("b.py", None)]
    assert all(isinstance(each, discord.File) for each in files)
