"""No table about persons is left out of what they can see and delete."""

from bot.store.privacy import OF_A_PERSON, OF_A_SERVER, PRIVACY
from bot.store.tables import metadata


def test_every_table_with_a_person_is_seen_and_deleted() -> None:
    assert {table.name for table in OF_A_PERSON} == {t.name for t in metadata.sorted_tables if "person_id" in t.c}


def test_every_table_with_a_server_is_deleted_with_it() -> None:
    assert {table.name for table in OF_A_SERVER} == {t.name for t in metadata.sorted_tables if "server_id" in t.c}


def test_the_words_are_sentences() -> None:
    assert all(sentence.endswith(".") for sentence in PRIVACY)
