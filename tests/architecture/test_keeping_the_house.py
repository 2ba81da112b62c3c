"""The design, as tests: where things stand, how large they may grow, who may import whom."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WINGS = {
    "platform": "rostra",
    "graphql": "rostra_graphql",
    "search": "rostra_search",
    "documents": "rostra_documents",
    "frontend": "rostra_frontend",
}
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", *WINGS, "tests"}
DOMAINS = {
    "people", "organizations", "meetings", "voting", "minutes", "papers", "files", "annotations",
    "groups", "congresses", "posts", "reports", "projects", "notifications", "imports",
    "agendas", "sittings", "resolutions", "admission", "comments", "moderation",
    "polls", "citizens",
}  # fmt: skip
"""The closed list of domains; imports is the door for other councils' data."""
PARTS = {"__init__", "models", "queries", "services", "events"}
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "base"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40


def tracked(*patterns: str) -> list[Path]:
    """The files that the repository holds or would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / line for line in listed if (ROOT / line).exists()]


def own_modules() -> list[Path]:
    """The modules of the five wings."""
    return [
        path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in WINGS and "migrations" not in path.parts
    ]


def test_nothing_else_stands_at_the_top_level():
    visible = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in visible if not name.startswith(".")} <= TOP_LEVEL


def test_nothing_is_shadowed():
    for folder in WINGS:
        assert not (ROOT / folder / "__init__.py").exists()
    assert [path for path in (ROOT / "tests").rglob("__init__.py")] == []
    modules = subprocess.run(
        [sys.executable, "-c", "import platform as p, graphql as g; print(p.__file__, g.__file__)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(ROOT / "platform") not in modules
    assert str(ROOT / "graphql") not in modules


def test_the_list_of_domains_is_closed():
    rooms = {path.parent.name for path in (ROOT / "platform/rostra").glob("*/__init__.py")}
    assert rooms <= DOMAINS


def test_every_domain_has_its_records_in_the_same_place():
    for room in (ROOT / "platform/rostra").glob("*/__init__.py"):
        assert (room.parent / "models.py").exists(), room.parent.name


def test_dependencies_point_one_way():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", own_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path):
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name}: {length} lines"


def test_no_file_is_named_after_nothing():
    assert [path for path in own_modules() if path.stem in BANNED_NAMES] == []


def methods_called(node: ast.AST) -> set[str]:
    """The names of the methods that are called in a piece of code."""
    return {
        call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    }


def public_services() -> list[tuple[str, ast.AsyncFunctionDef]]:
    """The verbs: public functions of a services module that take a Work first and record a fact."""
    found = []
    for path in (ROOT / "platform/rostra").glob("*/services.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if (
                isinstance(node, ast.AsyncFunctionDef)
                and not node.name.startswith("_")
                and node.args.args
                and node.args.args[0].arg == "work"
                and "record" in methods_called(node)
            ):
                found.append((f"{path.parent.name}.{node.name}", node))
    return found


ASKED_BEFORE = {
    "people.log_in": "everybody may try to log in; the attempt is limited",
    "people.log_out": "everybody may end a login of their own",
    "people.end_other_logins": "an account ends its own logins",
    "people.change_password": "an account changes its own password, which it must know",
}
"""Verbs that nobody needs a permission for, each with the reason."""


@pytest.mark.parametrize(
    ("name", "node"), public_services(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_verb_asks_for_permission(name, node):
    if name in ASKED_BEFORE:
        return
    assert methods_called(node) & {"authorize", "authorize_within"}, (
        f"{name} never asks for a permission"
    )


def test_the_readme_shows_the_tree_as_it_is():
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = set(re.findall(r"^ *([a-z_]+)/(?:\s|$)", readme, re.MULTILINE))
    rooms = {path.parent.name for path in (ROOT / "platform/rostra").glob("*/__init__.py")}
    packages = {f"{package}" for package in WINGS.values()}
    assert shown >= {*WINGS, *packages, *rooms, "tests"}
    on_disk = {part for path in tracked() for part in path.relative_to(ROOT).parts[:-1]}
    assert shown <= on_disk


def test_every_decision_has_a_number_of_its_own():
    paths = sorted((ROOT / "platform/decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in paths]
    assert numbers == list(range(1, len(paths) + 1))
    for number, path in zip(numbers, paths, strict=True):
        assert path.read_text("utf-8").startswith(f"# {number}. ")
