"""`explainer-bot --preview`: the real bot answers in a real browser, with no token and no network."""

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import preview
from bot.settings import load

CHROMIUM = next(
    (path for path in (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser")) if path.exists()), None
)


@asynccontextmanager
async def started(tmp_path):
    """The preview in a process of its own; gives its address, ends it with SIGTERM, and wants status 0."""
    environment = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "--preview",
        "--no-browser",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2]), "WORKERS": "1"},
        cwd=tmp_path,
    )
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        yield re.search(r"http://127\.0\.0\.1:\S+", line.decode()).group()
    finally:
        process.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(process.wait(), 30)
    assert status == 0


async def test_it_answers_a_question_typed_in_a_browser(tmp_path):
    if CHROMIUM is None:
        pytest.skip("no chromium is installed here")
    playwright = pytest.importorskip("playwright.async_api")
    async with started(tmp_path) as url, playwright.async_playwright() as driver:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = await driver.chromium.launch(executable_path=str(CHROMIUM), args=options)
        page = await browser.new_page(viewport={"width": 1200, "height": 900})
        outside = []
        page.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
        await page.goto(url)
        await page.get_by_text("No messages in this channel.").wait_for()
        composer = page.locator("[contenteditable=true], textarea").first
        await composer.click()
        await page.keyboard.type("/gamma")
        await page.wait_for_timeout(800)
        await page.keyboard.press("Enter")
        await page.keyboard.type("0.000001")
        await page.wait_for_timeout(800)
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Send").click()
        await page.get_by_text("steps verified").first.wait_for(timeout=30_000)
        assert await page.get_by_text("0.9990005").count()
        assert [each for each in outside if not each.startswith(("data:", "blob:"))] == []
        await browser.close()


async def test_without_simcord_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "simcord", None)
    assert await preview.preview(load(token_needed=False, env_file=None)) == 2
    assert capsys.readouterr().err.strip() == preview.MISSING
