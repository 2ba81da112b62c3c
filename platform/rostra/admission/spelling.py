"""How rules compare texts: what nobody sees counts for nothing, and what looks alike is alike."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

INVISIBLE = frozenset(
    chr(point)
    for point in chain(
        (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    )
)
"""What Unicode lets nobody see, beside its format characters: joiners, fillers, variants."""
BLANK = "\u2800"
"""A braille pattern without a dot, which is seen as a space."""
MARKS = ((0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
         (0xFE20, 0xFE2F))  # fmt: skip
"""Where the marks lie that are put over, under and through letters."""
UMLAUT = "\u0308"
WITH_UMLAUT = frozenset("aou\u0430\u043e\u0443\u03bf\u03b1\u03c5")
"""The letters whose two dots make another letter, with those of other scripts that look so."""
ALIKE = {
    "a": "\u0430\u03b1\u0251\u1d00",
    "b": "\u0432\u044c\u03b2\u0299\u0184\u0185",
    "c": "\u0441\u03c3\u1d04\u217d",
    "d": "\u0501\u0111\u1d05",
    "e": "\u0435\u03b5\u0454\u1d07\u0510\u0511",
    "f": "\ua730\u03dd\u0192",
    "g": "\u0261\u0262\u050d",
    "h": "\u043d\u03b7\u04bb\u029c\u0127",
    "i": "\u0456\u03b9\u0131\u026a\u04cf",
    "j": "\u0458\u03f3\u1d0a",
    "k": "\u043a\u03ba\u1d0b",
    "l": "\u04cf\u0142\u029f",
    "m": "\u043c\u03bc\u1d0d",
    "n": "\u043f\u03b7\u03bd\u0274\u0578",
    "o": "\u043e\u03bf\u03c3\u0585\u1d0f\u00f8",
    "p": "\u0440\u03c1\u1d18",
    "q": "\u051b\u0566",
    "r": "\u0433\u0280",
    "s": "\u0455\ua731",
    "t": "\u0442\u03c4\u1d1b\u0167",
    "u": "\u03c5\u0446\u057d\u1d1c\u028b",
    "v": "\u03bd\u0475\u1d20",
    "w": "\u051d\u0461\u1d21",
    "x": "\u0445\u03c7",
    "y": "\u0443\u03c5\u03b3\u04af\u028f",
    "z": "\u03b6\u1d22",
    "ä": "\u04d3",
    "ö": "\u04e7",
    "ü": "\u03cb\u04f1",
}
"""The letters of other scripts, small, that large or small look like one of ours."""


def twins() -> dict[str, str]:
    """Each letter with all that look like it, as a set in a pattern."""
    alike: dict[str, set[str]] = {}
    for ours, others in ALIKE.items():
        for other in others.casefold():
            alike.setdefault(ours, {ours}).add(other)
            alike.setdefault(other, {other}).add(ours)
    return {letter: f"[{''.join(sorted(looks))}]" for letter, looks in alike.items()}


TWINS = twins()


def plain(text: str) -> str:
    """A text as rules compare it: one spelling of each letter, nothing that nobody sees."""
    folded = unicodedata.normalize("NFKC", seen(text)).casefold()
    letters = unicodedata.normalize("NFKD", seen(folded))
    spelled: list[str] = []
    base = ""
    for letter in letters:
        if not is_mark(letter):
            base = letter
            spelled.append(letter)
        elif letter == UMLAUT and base in WITH_UMLAUT:
            spelled.append(letter)
            base = ""  # two dots once
    return " ".join(unicodedata.normalize("NFC", "".join(spelled)).split())


def seen(text: str) -> str:
    """A text without what nobody sees; a blank is a space."""
    return "".join(letter for letter in text.replace(BLANK, " ") if not is_invisible(letter))


def is_invisible(letter: str) -> bool:
    """Whether nobody sees that the character is there."""
    if letter in INVISIBLE:
        return True
    kind = unicodedata.category(letter)
    return kind == "Cf" or (kind == "Cc" and not letter.isspace())


def is_mark(letter: str) -> bool:
    """Whether the character is put over, under or through the one before."""
    return any(first <= ord(letter) <= last for first, last in MARKS)


@lru_cache(maxsize=256)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all words of a rule, each as a whole; None when nothing can be sought.

    Kept by the words themselves: a rule that says something else has another pattern.
    """
    sought = [plain(word) for word in words]
    spelled = "|".join(looking_like(word) for word in sorted(set(sought), key=len) if word)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)") if spelled else None


def looking_like(word: str) -> str:
    """A pattern for a word and all that can be taken for it."""
    return "".join(TWINS.get(letter) or re.escape(letter) for letter in word)


def says(plain_text: str, words: Iterable[str]) -> bool:
    """Whether a text in its plain spelling has one of the words or phrases as a whole."""
    pattern = pattern_of(tuple(words))
    return pattern is not None and pattern.search(plain_text) is not None
