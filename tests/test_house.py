"""The plan of the house, held against the house: registries, front door, room sizes, first lines, mirrored tests."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import explainer
from explainer import catalogue

ROOT = Path(__file__).parents[1]
ROOMS = sorted(path for package in ("explainer", "bot") for path in (ROOT / package).rglob("*.py"))


def test_every_topic_module_is_in_its_registry() -> None:
    for group in catalogue.GROUPS:
        folder = Path(group.__file__ or "").parent
        found = {path.stem for path in folder.glob("*.py")} - {"__init__"}
        assert found == set(group.TOPICS), folder.name


@pytest.mark.parametrize("slug", catalogue.SLUGS)
def test_a_topic_bears_its_own_name_and_knows_only_real_relatives(slug: str) -> None:
    topic = catalogue.topic(slug)
    assert topic.slug == slug
    assert topic.sources, "every topic names its sources"
    assert all(source.year > 1900 for source in topic.sources)
    assert set(topic.related) <= set(catalogue.SLUGS)
    assert slug not in topic.related
    assert len(set(topic.related)) == len(topic.related) >= 1


@pytest.mark.parametrize("slug", catalogue.SLUGS)
def test_a_topic_and_its_phrasings_agree_on_question_and_facets(slug: str) -> None:
    topic = catalogue.topic(slug)
    lines = [line.strip() for line in catalogue.asks(slug).splitlines()]
    facets = [line[1:].strip() for line in lines if line.startswith("@")]
    phrasings = [line for line in lines if line and line[0] not in "#@="]
    assert [facet.name for facet in topic.facets] == facets
    assert topic.question == catalogue.question(slug)
    assert len(set(phrasings)) == len(phrasings) >= 25


def test_every_parameter_of_a_topic_is_an_option_of_the_command_line() -> None:
    from explainer.catalogue.parameters import OPTIONS

    options = {option.option for option in OPTIONS}
    for slug in catalogue.SLUGS:
        for parameter in catalogue.topic(slug).parameters:
            assert parameter.option in options, (slug, parameter.name)
            assert parameter.kind in ("real", "count", "choice", "numbers", "file")


def test_the_front_door_gives_what_it_names() -> None:
    for name in explainer.__all__:
        assert getattr(explainer, name) is not None
    # A late import of a room would shadow a function of the same name.
    rooms = {path.stem for path in (ROOT / "explainer").iterdir()}
    assert not rooms & {"ask", "read", "explain", "render", "topics"}


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_small_and_its_first_line_says_its_job(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert len(docstring.splitlines()[0]) > 15


def test_nothing_else_stands_at_the_top() -> None:
    allowed = {"README.md", "pyproject.toml", "LICENSE", "bot", "explainer", "tests"}
    import subprocess

    try:
        tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in tracked if line}
    assert {top for top in tops if not top.startswith(".")} <= allowed


def test_the_project_file_names_both_packages_and_both_scripts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == explainer.__version__
    assert set(project["project"]["scripts"]) == {"explainer", "explainer-bot"}
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == ["explainer*", "bot*"]


def test_user_text_has_no_way_into_an_evaluator() -> None:
    banned = {"eval", "exec", "sympify", "parse_expr", "lambdify", "simplify"}
    # It writes a record's __init__ from the names of its fields, as the standard library's decorator does.
    rooms = [path for path in ROOMS if path != ROOT / "explainer" / "records" / "record.py"]
    for path in rooms:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert name not in banned, f"{path.relative_to(ROOT)}:{node.lineno} calls {name}"
