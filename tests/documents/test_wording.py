import datetime as dt
from pathlib import Path

import pytest

from rostra_documents import wording
from rostra_documents.minutes.printing import BALLOT_COLUMNS
from rostra_documents.minutes.reading import CHOICES
from rostra_documents.printing import file_name
from rostra_documents.wording import Wording, catalogue


def names(words, before=""):
    for key, value in words.items():
        if isinstance(value, dict):
            yield from names(value, f"{before}{key}.")
        else:
            yield before + key, sorted(part for part in value.split("{")[1:])


def test_every_language_has_the_same_words_with_the_same_gaps():
    german, english = (dict(names(catalogue(language))) for language in ("de", "en"))
    assert german.keys() == english.keys()
    gaps = {key: [gap.split("}")[0] for gap in many] for key, many in german.items()}
    assert gaps == {key: [gap.split("}")[0] for gap in many] for key, many in english.items()}


def test_no_word_is_kept_that_nobody_says():
    folder = Path(wording.__file__).parent
    sources = [*folder.rglob("*.html"), *folder.rglob("*.py")]
    told = "".join(path.read_text("utf-8") for path in sources)
    composed = (
        "minutes.state_", "result.", "motions.", "agenda.title", "invitation.title",
        "projects.phase_", "projects.field_",
    )  # fmt: skip
    columns = {f"minutes.{name}" for name in (*BALLOT_COLUMNS, *CHOICES)}
    for name in dict(names(catalogue("de"))):
        if not name.startswith(composed) and name not in columns:
            assert f"'{name}'" in told or f'"{name}"' in told, name


@pytest.mark.parametrize(
    ("outcome", "numbers", "said"),
    [
        ("accepted", (27, 0, 0), "einstimmig angenommen"),
        ("accepted", (27, 0, 1), "einstimmig angenommen bei 1 Enthaltung"),
        ("accepted", (24, 5, 5), "mehrheitlich angenommen (24 Ja, 5 Nein, 5 Enthaltungen)"),
        ("accepted", (24, 5, None), "mehrheitlich angenommen (24 Ja, 5 Nein)"),
        ("accepted", (None, None, None), "angenommen"),
        ("rejected", (12, 12, 1), "bei Stimmengleichheit abgelehnt (12 Ja, 12 Nein, 1 Enthaltung)"),
        ("rejected", (0, 27, 0), "einstimmig abgelehnt"),
        ("rejected", (5, 20, 0), "mehrheitlich abgelehnt (5 Ja, 20 Nein)"),
        ("rejected", (20, 10, 0),
         "abgelehnt, die erforderliche Mehrheit wurde nicht erreicht (20 Ja, 10 Nein)"),
        ("rejected", (None, 3, 0), "abgelehnt"),
        ("elected", (None, None, None), "gewählt"),
        ("none", (1, 1, 1), "ohne Ergebnis"),
        ("something new", (1, 1, 1), "ohne Ergebnis"),
    ],
)  # fmt: skip
def test_puts_results_as_councils_do(outcome, numbers, said):
    assert Wording("de").outcome(outcome, *numbers) == said


def test_an_unknown_language_is_german():
    assert Wording("fr").language == "de"


def test_puts_days_and_times():
    moment = dt.datetime(2026, 9, 24, 17, 4)
    assert Wording("de").date(moment.date(), "full") == "Donnerstag, 24. September 2026"
    assert Wording("en").date(moment.date(), "full") == "Thursday, 24 September 2026"
    assert Wording("de").time(moment) == "17:04 Uhr"
    assert Wording("de").span(moment, moment.replace(minute=20)) == "17:04–17:20 Uhr"
    assert Wording("en").span(moment, None) == "17:04"
    assert Wording("de").date(None) == Wording("de").time(None) == ""


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Straße & Öl", "2026"), "Strasse-Oel-2026.pdf"),
        (("../../etc/passwd", None), "etc-passwd.pdf"),
        (("x" * 300,), "x" * 120 + ".pdf"),
        (("", "\n\"'"), "Dokument.pdf"),
    ],
)
def test_file_names_are_plain(parts, name):
    assert file_name(*parts) == name
