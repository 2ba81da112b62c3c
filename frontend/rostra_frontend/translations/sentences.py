"""The sentences with which the house says no, gathered for translation and said in a language.

A sentence may hold numbers. What is translated is its pattern, in which `#` stands for each of
them: "This is 6001 characters long; at most 5000 fit." is looked up with two such signs.
"""

import ast
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

REFUSALS = frozenset({"Invalid", "Conflict", "NotPermitted", "NotFound", "Finding", "Remark"})
NUMBER = re.compile(r"\d(?:[\d,]*\d)?")
SIGN = "#"
RULE = re.compile(r"([A-Z]{3}-\d+): (.*)", re.DOTALL)
"""A sentence that names the rule by which it says no."""


def said(sentence: str, translate: Callable[[str], str]) -> str:
    """A refusal in another language, with its numbers, and the rule it names, in their places."""
    for values, pattern in patterns_of(sentence):
        translated = translate(pattern)
        if translated != pattern and translated.count(SIGN) == len(values):
            parts = translated.split(SIGN)
            return "".join(part + value for part, value in zip(parts, [*values, ""], strict=True))
    return sentence


def patterns_of(sentence: str) -> Iterator[tuple[list[str], str]]:
    """What the sentence may be looked up by, with what stands in for each sign."""
    yield NUMBER.findall(sentence), NUMBER.sub(SIGN, sentence)
    named = RULE.fullmatch(sentence)
    if named:
        rule, rest = named.groups()
        yield [rule, *NUMBER.findall(rest)], f"{SIGN}: {NUMBER.sub(SIGN, rest)}"


def extract(
    source: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The refusals of a Python module, as Babel asks for them."""
    tree = ast.parse(source.read())
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS):
            continue
        for argument in node.args[-1:]:
            named = constants.get(argument.id) if isinstance(argument, ast.Name) else argument
            pattern = pattern_of(named)
            if pattern:
                yield node.lineno, "gettext", pattern, []


def pattern_of(node: ast.AST | None) -> str | None:
    """The text of a constant or an f-string, each field of which holds a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return NUMBER.sub(SIGN, node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [str(p.value) if isinstance(p, ast.Constant) else SIGN for p in node.values]
    return NUMBER.sub(SIGN, "".join(parts))
