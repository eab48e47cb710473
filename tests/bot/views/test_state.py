"""The state in an id: it reads back what was written, fits into 100 characters or says that it doesn't."""

from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from bot.views.state import LENGTH, State, custom_id, dump, fits, given, load, parse

slugs = st.from_regex(r"[a-z][a-z0-9-]{0,21}", fullmatch=True)
texts = st.from_regex(r"[0-9a-z.%/^-]{1,12}", fullmatch=True)
states = st.builds(
    State,
    topic=slugs,
    asker=st.integers(0, 2**63),
    facet=st.one_of(st.just(""), slugs),
    given=st.dictionaries(st.sampled_from(["gamma", "steps", "units"]), texts, max_size=3).map(
        lambda values: tuple(sorted(values.items()))
    ),
    notation=st.sampled_from(["course", "cho", "pytorch"]),
    depth=st.sampled_from(["short", "full"]),
    level=st.sampled_from(["usual", "simple", "proof"]),
)


@for_all(states)
def test_what_is_written_reads_back(state):
    assert load(dump(state)) == state
    if fits(state):
        made = custom_id("g-", state)
        assert len(made) <= LENGTH
        assert parse(made) == ("g-", state)


def test_a_key_stands_for_what_does_not_fit():
    state = State("diagnose", 1, given=(("norms", ",".join(["0.123456"] * 50)),))
    assert not fits(state)
    with pytest.raises(ValueError, match="characters"):
        custom_id("d", state)
    assert parse(custom_id("d", state, "abcdefghijklmnop")) == ("d", "abcdefghijklmnop")


def test_marks_of_the_format_in_a_value_are_stored_instead():
    assert not fits(State("diagnose", 1, given=(("text", "a|b"),)))
    assert not fits(State("diagnose", 1, given=(("text", "a;b=c"),)))


@pytest.mark.parametrize(
    "text", ["", "x0|d|gru-gradient||csu1|", "x1|d|", "x1|D|a||csu1|", "x1|d|a||zzz1|", "hello", "x1|d|a||csu|"]
)
def test_other_ids_are_not_ours(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "row", [{}, {"topic": "a"}, {"asker": 1, "given": [["a"]]}, {"asker": 1, "given": [], "new": 1}]
)
def test_a_row_of_another_version_is_refused(row):
    with pytest.raises(ValueError, match="another version"):
        load(row)


def test_numbers_are_written_without_loss():
    values = {"gamma": Decimal("1E-6"), "target": Decimal("0.50"), "steps": 1000, "norms": (1.0, 0.1), "kind": "gru"}
    assert dict(given(values)) == {
        "gamma": "1e-6",
        "target": "0.50",
        "steps": "1000",
        "norms": "1.0,0.1",
        "kind": "gru",
    }
    assert Decimal(dict(given({"gamma": Decimal("0.30000000000000000001")}))["gamma"]) == Decimal(
        "0.30000000000000000001"
    )


def test_values_can_be_changed():
    state = State("a", 1, given=(("gamma", "0.1"),)).with_values(steps="10", gamma="0.2")
    assert state.given == (("gamma", "0.2"), ("steps", "10"))
    assert state.value("gamma") == "0.2"
    assert state.value("units") is None
