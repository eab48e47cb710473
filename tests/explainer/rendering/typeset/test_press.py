"""The typesetter reads no file and no package, works in many threads at once, and gives the same bytes every time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from explainer.rendering.typeset import press


@pytest.mark.parametrize(
    "source", ['#read("/etc/hostname")', '#read("press.py")', '#include "/etc/hostname"', '#image("../x.png")']
)
def test_no_source_can_read_a_file(source: str) -> None:
    with pytest.raises(RuntimeError, match=r"file not found|escape"):
        press.svg(source)


def test_a_file_in_the_working_folder_is_out_of_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuntimeError, match="file not found"):
        press.svg('#read("secret.txt")')


def test_threads_work_at_once_and_agree() -> None:
    sources = [f"#set page(width: 90pt, height: 30pt)\n$x_{k}$" for k in range(4)] * 8
    alone = [press.png(source, 2) for source in sources]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda source: press.png(source, 2), sources)) == alone
    assert len(set(alone)) == 4


def test_a_mistake_in_a_source_is_an_error_and_leaves_the_press_working() -> None:
    with pytest.raises(RuntimeError):
        press.svg("#no-such-function()")
    assert press.svg("#set page(width: 9pt, height: 9pt)").startswith("<svg")
    with pytest.raises(RuntimeError, match="one page"):
        press.svg("#set page(width: 9pt, height: 9pt)\n#pagebreak()")


def test_the_pages_come_one_by_one() -> None:
    assert len(press.pngs("#set page(width: 9pt, height: 9pt)\n#pagebreak()#pagebreak()", 1)) == 3
    assert press.pdf("#set document(title: [x])\n= x").startswith(b"%PDF")
