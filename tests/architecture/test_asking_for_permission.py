"""Whoever changes something is asked whether they may: every verb of every room, read as code.

A verb is a public function that takes a Work first and records a fact. It asks for a permission
itself, or names a function of the platform that asks. Or it is a step: nobody outside the
platform names it, and whoever comes to it has asked on the way. It is read whether somebody
asks, not on which branch.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "platform/rostra"
ASKING = {"authorize", "authorize_within"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Name = tuple[str, str]
"""A module and a function in it."""

ASKED_BEFORE = {
    "rostra.agendas.summoning.receive_summons": "whoever was invited receives that invitation",
    "rostra.people.confirming.ask_to_confirm": "the letter goes to the address alone",
    "rostra.people.confirming.redeem": "who holds the letter has the address",
    "rostra.people.services.own_account": "an account is its own",
}
"""What nobody needs a permission for, each with the reason."""


def module_of(path: Path, start: Path) -> str:
    """The name by which a module is imported."""
    parts = path.relative_to(start).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.Module) -> dict[str, str]:
    """What a module calls the things it imports, wherever it imports them."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def named(node: ast.AST, module: str, names: dict[str, str]) -> set[Name]:
    """The functions that a piece of code names, called or handed on."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            whole = names.get(part.id, f"{module}.{part.id}")
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            whole = f"{names.get(part.value.id, part.value.id)}.{part.attr}"
        else:
            continue
        home, _, name = whole.rpartition(".")
        found.add((home, name))
    return found


def methods_called(node: ast.AST) -> set[str]:
    """The names of the methods that are called in a piece of code."""
    return {
        call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    }


def parts_of(tree: ast.Module, module: str) -> list[tuple[Name, ast.AST]]:
    """The functions and tables of a module, and the methods of its classes."""
    found: list[tuple[Name, ast.AST]] = []
    for node in tree.body:
        if isinstance(node, Function):
            found.append(((module, node.name), node))
        elif isinstance(node, ast.ClassDef):
            home = f"{module}.{node.name}"
            found += [((home, part.name), part) for part in node.body if isinstance(part, Function)]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [((module, one.id), node.value) for one in targets if hasattr(one, "id")]
    return found


@cache
def house() -> tuple[dict[Name, ast.AST], dict[Name, set[Name]]]:
    """The functions of the platform, and which of them each one names."""
    functions, names = {}, {}
    for path in sorted(HOUSE.rglob("*.py")):
        tree, module = ast.parse(path.read_text("utf-8")), module_of(path, ROOT / "platform")
        known = imported(tree)
        for who, node in parts_of(tree, module):
            functions[who] = node
            names[who] = named(node, module, known | {"self": who[0]})
    return functions, {who: found & set(functions) - {who} for who, found in names.items()}


@cache
def named_outside() -> set[Name]:
    """What the other wings name of the platform."""
    found = set()
    for wing in ("graphql", "search", "documents", "frontend"):
        for path in (ROOT / wing).glob("rostra_*/**/*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            found |= named(tree, module_of(path, ROOT / wing), imported(tree))
    return found


def reached(start: Name, steps: dict[Name, set[Name]], until: set[Name]) -> set[Name]:
    """Everything that one comes to from a function, going no further than some."""
    found, waiting = {start}, [start]
    while waiting:
        who = waiting.pop()
        if who not in until:
            waiting += (new := steps.get(who, set()) - found)
            found |= new
    return found


@cache
def asking() -> set[Name]:
    """The functions that ask for a permission, themselves or by what they name."""
    functions, names = house()
    direct = {who for who, node in functions.items() if methods_called(node) & ASKING}
    direct |= {who for who in functions if ".".join(who) in ASKED_BEFORE}
    return {who for who in functions if reached(who, names, direct) & direct}


def is_asked(who: Name) -> bool:
    """Whether nobody gets to what a function does without having been asked."""
    callers: dict[Name, set[Name]] = {}
    for other, called in house()[1].items():
        for one in called:
            callers.setdefault(one, set()).add(other)
    way = reached(who, callers, asking())
    unasked = way - asking()
    return bool(way & asking()) and not any(
        one in named_outside() or one not in callers for one in unasked
    )


def verbs() -> list[Name]:
    """Public functions of the rooms that take a Work first and record a fact."""
    rooms = {f"rostra.{path.parent.name}" for path in HOUSE.glob("*/__init__.py")}
    return [
        (module, name)
        for (module, name), node in house()[0].items()
        if ".".join(module.split(".")[:2]) in rooms
        and isinstance(node, ast.AsyncFunctionDef)
        and not name.startswith("_")
        and node.args.args
        and node.args.args[0].arg == "work"
        and "record" in methods_called(node)
    ]


@pytest.mark.parametrize("who", verbs(), ids=".".join)
def test_every_verb_asks_for_permission(who):
    assert is_asked(who), f"{'.'.join(who)} never asks for a permission"


def test_every_exception_is_there():
    assert {".".join(who) for who in house()[0]} >= set(ASKED_BEFORE)
