"""The table for the staff's spreadsheet."""

import csv
import io

import pytest

from bot.store import Unanswered, unanswered_csv


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_one_row_a_question() -> None:
    table = unanswered_csv([Unanswered('why, "really", is γ\nsmall?', 3, 1_700_000_000, 1_700_086_400)])
    assert table.startswith(b"\xef\xbb\xbf")  # so that spreadsheets read the Greek
    assert read(table) == [
        ["question", "times asked", "first asked", "last asked"],
        ['why, "really", is γ\nsmall?', "3", "2023-11-14 22:13 UTC", "2023-11-15 22:13 UTC"],
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_question_runs_in_a_spreadsheet(text: str) -> None:
    assert read(unanswered_csv([Unanswered(text, 1, 0, 0)]))[1][0] == "'" + text
