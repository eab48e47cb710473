"""Whose wish holds: the person's, then the server's, then the default."""

import pytest

from bot.store import Person, Reader, Server, reader_of


@pytest.mark.parametrize(
    ("person", "server", "reader"),
    [
        (Person(), Server(), Reader("course", "dark", "short")),
        (Person(), Server(notation="cho", depth="full"), Reader("cho", "dark", "full")),
        (
            Person("pytorch", "light", "short"),
            Server(notation="cho", depth="full"),
            Reader("pytorch", "light", "short"),
        ),
    ],
)
def test_reader_of(person: Person, server: Server, reader: Reader) -> None:
    assert reader_of(person, server) == reader
