"""Dates, sizes and texts as people write them; every text of the site in every language."""

import datetime as dt
import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import rostra
import rostra_frontend
from rostra_frontend.layout.readings import followable, parted, parted_by_time, place, verdict
from rostra_frontend.layout.texts import dialled, mailed, paragraphs, shortened, web_address
from rostra_frontend.translations.languages import languages, texts_of
from rostra_frontend.translations.sentences import said
from rostra_frontend.translations.wording import Wording

FRONTEND = Path(rostra_frontend.__file__).parent
PLATFORM = Path(rostra.__file__).parent
BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = Wording(Locale.parse("de"), BERLIN)
ENGLISH = Wording(Locale.parse("en_GB"), BERLIN)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
REFUSALS = "rostra_frontend.translations.sentences:extract"


def test_a_moment_is_shown_in_the_citys_time():
    assert GERMAN.time("2026-07-01T22:30:00+00:00") == "00:30"
    assert GERMAN.date("2026-07-01T22:30:00+00:00") == "2. Juli 2026"
    assert ENGLISH.date("2026-07-01T22:30:00+00:00", "full") == "Thursday, 2 July 2026"
    assert GERMAN.clock("2026-12-01T16:00:00+00:00") == "2026-12-01T17:00+01:00"


def test_a_day_has_no_time_zone():
    assert GERMAN.date("2026-12-31") == "31. Dezember 2026"
    assert GERMAN.day_of(dt.date(2026, 1, 1)) == dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0\u00a0B"), (999, "999\u00a0B"), (482_133, "482\u00a0kB"), (1_482_133, "1,5\u00a0MB")],
)
def test_sizes_have_the_unit_that_fits(size, written):
    assert GERMAN.size(size) == written


def test_results_are_read_as_what_they_say():
    assert verdict("mehrheitlich beschlossen (24 Ja, 5 Nein)") == "yes"
    assert verdict("einstimmig abgelehnt") == "no"
    assert verdict("nicht beschlossen") == "no"
    assert verdict("vertagt") == "quiet"


def test_the_agenda_is_parted_where_the_public_leaves():
    items = [{"public": True}, {"public": None}, {"public": False}]
    assert parted(items) == [(True, items[:2]), (False, items[2:])]


def test_the_chair_is_named_first_and_who_left_last_first():
    def membership(role, current=True, end=None):
        return {"role": role, "current": current, "endDate": end}

    old, older = membership("Mitglied", False, "2026-01-31"), membership(None, False, "2024-05-31")
    chair, deputy = membership("Vorsitzende"), membership("stellv. Vorsitzender")
    member = membership("Mitglied")
    parted = parted_by_time([older, member, deputy, old, chair])
    assert parted == {"present": [chair, deputy, member], "former": [old, older]}


def test_a_place_is_told_without_saying_anything_twice():
    hall = {"room": "Saal", "description": "Rathaus, Am Anger 1", "streetAddress": "Am Anger 1"}
    assert place({**hall, "locality": None}) == "Saal, Rathaus, Am Anger 1"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "", None]
)
def test_addresses_that_would_run_are_not_followed(address):
    assert not followable(address)
    assert web_address(address) is None


def test_addresses_of_ours_and_of_the_web_are_followed():
    assert followable("/files/1/view")
    assert followable("https://example.org/a.pdf")
    assert web_address("https://example.org") == "https://example.org"


def test_texts_are_cut_at_words():
    assert shortened("Vierte Änderung der Satzung", 16) == "Vierte Änderung …"
    assert shortened("kurz", 16) == "kurz"
    assert paragraphs("eins\n\nzwei\ndrei\n \n") == ["eins", "zwei\ndrei"]


def test_numbers_are_dialled_and_addresses_mailed():
    assert dialled("+49 3641 / 12-34") == "tel:+4936411234"
    assert mailed("a b@example.org?cc=x") == "mailto:a%20b@example.org%3Fcc%3Dx"


def texts_of_the_site() -> set[str]:
    """Every text that templates and refusals show."""
    found = set()
    for root, pattern, method in (
        (FRONTEND, "**.html", "jinja2"),
        (FRONTEND, "letters/**.txt", "jinja2"),
        (FRONTEND, "**.py", REFUSALS),
        (PLATFORM, "**.py", REFUSALS),
    ):
        strict = {"encoding": "utf-8", "trimmed": "true", "silent": "false"}
        templates = {**strict, "extensions": "jinja2.ext.do"}
        options = {"**.html": templates, "letters/**.txt": strict}
        extracted = extract_from_dir(
            root, [(pattern, method)], options_map=options, keywords=KEYWORDS
        )
        for _, _, message, _, _ in extracted:
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


@pytest.mark.parametrize("path", sorted(FRONTEND.glob("translations/*/LC_MESSAGES/*.po")))
def test_every_text_is_translated(path):
    catalog = read_po(io.BytesIO(path.read_bytes()))
    translated = set()
    for message in catalog:
        complete = all(message.string) if isinstance(message.string, tuple) else message.string
        if message.id and complete:
            translated.add(message.id[0] if isinstance(message.id, tuple) else message.id)
    assert texts_of_the_site() - translated == set()


def test_the_default_language_has_the_plain_address():
    german, english = languages("de")
    assert german.url("/calendar") == "/calendar"
    assert (english.url("/calendar"), english.url("/")) == ("/en/calendar", "/en")
    assert languages("en")[1].url("/") == "/de"
    assert texts_of("de").gettext("Paper") == "Vorlage"
    assert texts_of("de").ngettext("Paper", "Papers", 2) == "Vorlagen"
    assert texts_of("en").gettext("Paper") == "Paper"


def test_refusals_are_said_in_german_with_their_numbers():
    german = texts_of("de").gettext
    sentence = "This is 6001 characters long; at most 5000 fit."
    assert said(sentence, german) == "Das sind 6001 Zeichen; höchstens 5000 passen."
    assert said("Please write something.", german) == "Bitte schreiben Sie etwas."
    assert said("A sentence that nobody knows, no. 5.", german).endswith("no. 5.")


def test_a_refusal_keeps_its_numbers_and_names_its_rule():
    german = texts_of("de").gettext
    sentence = "INV-2: The number must be between 0 and 60."
    assert said(sentence, german) == "INV-2: Die Zahl muss zwischen 0 und 60 liegen."
    assert said(sentence, texts_of("en").gettext) == sentence
    assert said("Nobody knows this 1 sentence.", german) == "Nobody knows this 1 sentence."
