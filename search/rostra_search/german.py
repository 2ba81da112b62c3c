"""German as a council writes it: words, their stems, and the parts of its compounds."""

import gzip
import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import msgspec
import Stemmer

from rostra_search.compounds import LINKING, Part, Splitter

FOLDING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
GENDER = r"(?:(?:[:*·_]|/-?)[iI]n(?:nen)?|\(-?[iI]n(?:nen)?\))"
TOKEN = re.compile(
    r"[^\W_]*\d[^\W_]*(?:[/.\-:][^\W_]+)+"  # 24/1087-BV, 400.000
    rf"|[^\W\d_]++(?!\d)(?:{GENDER}(?![^\W_]))?(?:-[^\W_]+)*"  # Bürger:innen, Ost-West-Straße
    r"|[^\W_]+"
)
GENDER_ENDING = re.compile(rf"{GENDER}(?![^\W_])|(?<=[a-zäöüß])In(?:nen)?$")
NUMBER = re.compile(r"\d")
FEMININE = re.compile(r"(?<=[a-z]{3}er)in(?:nen)?$")
LONGEST_TERM = 64
RULES = "1"
"""To be raised when the code below makes other terms of the same text."""

_stemmer = Stemmer.Stemmer("german")
_stemmer_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Words:
    """What a run of letters in a text is indexed as."""

    forms: tuple[str, ...]
    """The words themselves, folded, one after another."""
    terms: tuple[str, ...]
    """What they are found by: stems, parts of compounds, pieces of references."""


def fold(word: str) -> str:
    """Lower case, with ä as ae and ß as ss."""
    lowered = unicodedata.normalize("NFC", word.lower()).translate(FOLDING)
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in plain if not unicodedata.combining(c))


def clean(text: str) -> str:
    """The text without soft hyphens and typographic ligatures."""
    text = text.replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-")
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def tokens_of(text: str) -> Iterator[re.Match[str]]:
    """The runs of letters and digits in a cleaned text, with their places."""
    return TOKEN.finditer(text)


def tokens_in(text: str) -> list[str]:
    """The same runs without their places."""
    return TOKEN.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a folded word is found by, whatever its ending."""
    exception = _exceptions().get(word)
    if exception is not None:
        return exception
    if NUMBER.search(word):
        return word
    word = FEMININE.sub("", word)
    exception = _exceptions().get(word)
    if exception is not None:
        return exception
    with _stemmer_lock:
        return _stemmer.stemWord(word)


@lru_cache(maxsize=50_000)
def words_of(token: str) -> Words:
    """What a token of a text is indexed as."""
    bare = GENDER_ENDING.sub("", token)
    if NUMBER.search(bare):
        return _reference(fold(bare))
    pieces = tuple(fold(piece)[:LONGEST_TERM] for piece in bare.split("-") if piece)
    terms = [term for piece in pieces for term in _terms(piece)]
    if len(pieces) > 1:
        terms.extend(_terms("".join(pieces)[:LONGEST_TERM]))
    return Words(pieces, tuple(dict.fromkeys(terms)))


def alternatives(word: str) -> tuple[str, tuple[str, ...]]:
    """The term that a folded word of a question asks for, and the parts that do as well."""
    known = splitter()
    word = known.bare(word)
    parts = known.split(word)
    if not parts:
        return stem(word), ()
    return _run_stem(parts), tuple(dict.fromkeys(_part_stem(part) for part in parts))


def _reference(folded: str) -> Words:
    """A reference or number, whole and in its pieces."""
    pieces = [piece for piece in re.split(r"[^a-z0-9]+", folded) if piece]
    return Words((folded[:LONGEST_TERM],), tuple(dict.fromkeys((folded[:LONGEST_TERM], *pieces))))


def _terms(word: str) -> tuple[str, ...]:
    """The stem of a folded word, of every run of its parts, and of their listed pieces."""
    known = splitter()
    word = known.bare(word)
    parts = known.split(word)
    if not parts:
        return (stem(word), *known.pieces(word))
    terms = [_run_stem(parts)]
    for first in range(len(parts)):
        terms.append(_part_stem(parts[first]))
        terms.extend(known.pieces(parts[first].noun))
        for last in range(first + 1, len(parts)):
            if last - first + 1 < len(parts):
                terms.append(_run_stem(parts[first : last + 1]))
    return tuple(dict.fromkeys(terms))


def _part_stem(part: Part) -> str:
    """The stem of a part's noun."""
    return stem(part.noun)


def _run_stem(run: tuple[Part, ...]) -> str:
    """The stem of several parts read as one word."""
    return stem("".join(part.letters for part in run[:-1]) + run[-1].noun)


def _lines(name: str) -> list[str]:
    """The lines of a word list, without its comments."""
    listed = resources.files("rostra_search").joinpath("words", name).read_text("utf-8")
    return [line for line in listed.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _exceptions() -> dict[str, str]:
    """The stems that are laid down by hand, by folded form."""
    table = {}
    for line in _lines("stems.txt"):
        wanted, _, forms = line.partition(":")
        table.update(dict.fromkeys((fold(form) for form in forms.split()), wanted.strip()))
    return table


@lru_cache(maxsize=1)
def splitter() -> Splitter:
    """The splitter over our nouns and the frequent words of German."""
    nouns = [noun for line in _lines("nouns.txt") for noun in line.split()]
    return Splitter(nouns, map(fold, _frequent()), fold, stem)


def _frequent() -> Iterator[str]:
    """The frequent words of German, the commonest first.

    Read from wordfreq's own file: importing its code takes half a second of every start.
    """
    package = cast("ModuleSpec", find_spec("wordfreq"))
    with gzip.open(Path(str(package.origin)).parent / "data" / "small_de.msgpack.gz") as packed:
        header, *buckets = msgspec.msgpack.decode(packed.read())
    if header.get("format") != "cB" or header.get("version") != 1:
        raise RuntimeError("The word list of wordfreq is of a kind that is not known here.")
    return (word for bucket in buckets for word in bucket)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes when texts would be indexed differently, so that old indexes are rebuilt."""
    digest = hashlib.sha256()
    lists = (*_lines("nouns.txt"), *_lines("stems.txt"), *LINKING)
    for part in (RULES, *lists, TOKEN.pattern, version("PyStemmer"), version("wordfreq")):
        digest.update(part.encode())
    return digest.hexdigest()[:16]
