import asyncio
import dataclasses
import datetime as dt
import io

import pikepdf
import pytest

from rostra_documents.minutes.model import (
    Attendee,
    BallotSheet,
    ItemSheet,
    MinutesSheet,
    NamedVotes,
)
from rostra_documents.minutes.printing import print_minutes
from rostra_documents.papers.model import PaperLine
from rostra_documents.stationery import Stationery
from support.printed import bookmarks_of, everything_in, faults, pages_of, tags_of, text_of
from support.sheets import CANARY, STATIONERY, at, minutes

HOSTILE = "<script>alert(1)</script><img src=x onerror=y>\"'&amp;{{ 7*7 }}{% raw %}</h3></body>"
LONG = "Donaudampfschifffahrt" * 500


@pytest.fixture(scope="module")
def public() -> bytes:
    return asyncio.run(print_minutes(minutes(), STATIONERY)).content


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("secret", [False, True])
async def test_makes_a_document_for_archive_and_screen_reader(language, secret):
    stationery = dataclasses.replace(STATIONERY, language=language)
    printed = await print_minutes(minutes(secret=secret), stationery)
    assert faults(printed.content) == []
    assert printed.language == language


def test_names_what_the_law_asks_for(public):
    text = text_of(public)
    for said in (
        "Stadt Lindenbrück", "Stadtrat", "12. Sitzung · Wahlperiode 2024–2029",
        "Donnerstag, 24. September 2026", "Rathaus, Großer Saal", "17:00 Uhr", "21:47 Uhr",
        "19:05 bis 19:20 Uhr", "Anna Amsel", "Björn Überlacker",
        "Einladung vom 10. September 2026, form- und fristgerecht",
        "27 von 30 stimmberechtigten Mitgliedern", "17:14 Uhr bis 20:40 Uhr",
        "entschuldigt (dienstlich verhindert)", "nicht entschuldigt", "Bürgerforum",
        "genehmigt am 22. Oktober 2026", "unter TOP 3 genehmigt",
    ):  # fmt: skip
        assert said in text, said


def test_shows_motions_resolutions_and_votes(public):
    text = text_of(public)
    for said in (
        "Änderungsantrag 26/0104-ÄA · Fraktion Grüne Liste",
        "Beschluss Nr. 26/0103-BV vom 24. September 2026",
        "2. Die Verwaltung wird beauftragt",
        "anwesend Ja Nein Enthaltung nicht beteiligt ausgeschlossen",
        "mehrheitlich angenommen (24 Ja, 3 Nein)", "mehrheitlich abgelehnt (12 Ja, 15 Nein)",
        "einstimmig angenommen", "Marlies Krähwinkel 19", "Ergebnis: gewählt",
        "Namentliche Abstimmung", "Enthaltung (3)",
        "Wegen persönlicher Beteiligung von Beratung und Abstimmung ausgeschlossen: ",
    ):  # fmt: skip
        assert said in text, said


def test_says_on_which_page_everything_stands(public):
    pages = pages_of(public)
    contents = pages[1].splitlines()
    for line in contents[2:]:
        name, _, number = line.rpartition(" ")
        if number.isdigit() and name.startswith("TOP"):
            assert name.split()[1] in pages[int(number) - 1], line
    assert sum(line.startswith("TOP") for line in contents) == 10


def test_has_a_header_and_counted_pages_on_all_but_the_cover(public):
    pages = pages_of(public)
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} von {len(pages)}" in page
    running = "Stadt Lindenbrück · Niederschrift · 12. Sitzung · Stadtrat · 24.09.2026"
    assert all(running in page for page in pages[1:])
    assert running not in pages[0]


def test_bookmarks_the_items_below_their_part(public):
    marks = [(level, title.replace("\u00a0", " ")) for level, title in bookmarks_of(public)]
    assert (0, "Anwesenheit") in marks
    assert (0, "Öffentlicher Teil") in marks
    assert (1, "TOP 2 Wahl einer Schiedsperson") in marks
    assert any(level == 2 and title.startswith("TOP 9.1 ") for level, title in marks)


def test_headings_and_tables_are_what_they_look_like(public):
    kinds = [tag.kind for tag in tags_of(public)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TOCI") == 12
    assert {"/H2", "/H3", "/H4", "/Table", "/Caption", "/Figure", "/L", "/LBody"} <= set(kinds)


def test_carries_its_title_author_and_date(public):
    with pikepdf.open(io.BytesIO(public)) as opened:
        info, xmp = opened.docinfo, opened.Root.Metadata.read_bytes().decode()
        assert str(opened.Root.Lang) == "de"
    title = "Stadt Lindenbrück · Niederschrift · 12. Sitzung · Stadtrat"
    assert str(info["/Title"]) == title
    assert str(info["/CreationDate"]).startswith("D:20261023093000")
    for said in (title, "<pdfuaid:part>1<", 'pdfaid:part="3"', 'pdfaid:conformance="A"'):
        assert said in xmp


async def test_is_the_same_file_when_printed_again(public):
    assert (await print_minutes(minutes(), STATIONERY)).content == public


async def test_the_public_edition_holds_no_secret_word_anywhere(public):
    assert CANARY in everything_in((await print_minutes(minutes(secret=True), STATIONERY)).content)
    assert CANARY not in everything_in(public)
    assert "ichtöffentlich" not in everything_in(public)


async def test_marks_what_is_not_for_everybody():
    text = text_of((await print_minutes(minutes(secret=True), STATIONERY)).content)
    assert "enthält nichtöffentliche Angelegenheiten" in text
    assert "Öffentlicher und nichtöffentlicher Teil" in text


async def test_marks_a_draft_on_every_page():
    draft = dataclasses.replace(minutes(1, 1), state="draft", approved=None)
    pages = pages_of((await print_minutes(draft, STATIONERY)).content)
    assert all("Entwurf" in page for page in pages)


async def test_says_of_a_neutral_title_that_the_debate_was_not_public():
    sheet = minutes(0)
    neutral = (ItemSheet("n", "9", "Grundstücksangelegenheit"),)
    printed = await print_minutes(dataclasses.replace(sheet, nonpublic_items=neutral), STATIONERY)
    text = text_of(printed.content)
    assert "TOP 9 Grundstücksangelegenheit Zu diesem Punkt wurde nichtöffentlich beraten." in text
    assert text.count("nichtöffentlich beraten") == 1


async def test_does_not_name_a_vote_after_its_item_again():
    ballot = BallotSheet("accepted", "Baumschutz", "open", 3, 3, 0, 0)
    item = ItemSheet("b", "7", "Baumschutz", resolution="Ja.", ballots=(ballot,))
    sheet = dataclasses.replace(minutes(0), public_items=(item,))
    text = text_of((await print_minutes(sheet, STATIONERY)).content)
    assert "Abstimmungsergebnis anwesend" in text
    assert "Abstimmung: Baumschutz" not in text


async def test_names_the_day_on_which_a_long_meeting_ended():
    late = at(1, 20) + dt.timedelta(days=1)
    printed = await print_minutes(dataclasses.replace(minutes(0), end=late), STATIONERY)
    assert "Ende 25. September 2026, 01:20 Uhr" in text_of(printed.content)


async def test_speaks_english():
    stationery = dataclasses.replace(STATIONERY, language="en")
    text = text_of((await print_minutes(minutes(), stationery)).content)
    for said in ("Minutes", "Meeting no. 12", "Thursday, 24 September 2026", "Page 1 of",
                 "accepted by majority (24 yes, 3 no)", "Vote by name"):  # fmt: skip
        assert said in text, said


async def test_tells_a_screen_reader_that_the_council_speaks_german():
    english = dataclasses.replace(STATIONERY, language="en")
    printed = await print_minutes(minutes(1, 1), english)
    spoken = [tag.kind for tag in tags_of(printed.content) if tag.language == "de"]
    assert {"/Span", "/Div", "/P", "/L", "/Link"} <= set(spoken)
    german = await print_minutes(minutes(1, 1), STATIONERY)
    assert not [tag for tag in tags_of(german.content) if tag.language]


def hostile_minutes(word: str) -> MinutesSheet:
    """Minutes with the same word wherever a word can stand."""
    paper = PaperLine(word, word, word, word, word, f"1. {word}\n2. {word}\n7. {word}")
    votes = (NamedVotes("yes", (word, word)), NamedVotes("excluded", (word,)))
    ballot = BallotSheet(
        "accepted", word, "nominal", 3, 1, 1, 1, 0, 0, tallies=((word, 3),), votes=votes
    )
    item = ItemSheet("i", word, word, 0, at(17), at(18), (paper, paper), (f"<p>{word}", word),
                     (paper,), f"{word}\n1. {word}", word, (ballot,), word)  # fmt: skip
    person = Attendee(word, word, word, "excused", at(17), at(18), word)
    return MinutesSheet(
        word, word, 3, word, at(17), at(18), word, ((word, word),), word, word, None, word, word,
        "signed", (person, dataclasses.replace(person, state="present")), (item,), (item,),
    )  # fmt: skip


@pytest.mark.parametrize("word", [HOSTILE, "", " ", "𓂀👩‍👩‍👧", "\x00\x08\ufeff\u202e", "a\n\nb"])
async def test_survives_whatever_is_typed(word):
    stationery = Stationery(city=word, coat_of_arms=word, office=word)
    printed = await print_minutes(hostile_minutes(word), stationery)
    assert faults(printed.content) == []
    assert "49" not in text_of(printed.content)


async def test_breaks_words_of_ten_thousand_letters():
    item = ItemSheet("i", LONG, LONG, texts=(f"<p>{LONG}</p>",), resolution=f"1. {LONG}")
    sheet = dataclasses.replace(
        minutes(0), attendees=(Attendee(LONG, LONG, LONG),), public_items=(item,)
    )
    printed = await print_minutes(sheet, STATIONERY)
    assert faults(printed.content) == []
    shown = "".join(text_of(printed.content).replace("\u200b", "").split())
    assert shown.count("Donaudampfschifffahrt") > 3_000


async def test_prints_markup_in_names_as_text():
    printed = await print_minutes(hostile_minutes("<b>fett</b> & Söhne"), STATIONERY)
    assert "<b>fett</b> & Söhne" in text_of(printed.content)


async def test_survives_missing_everything():
    nothing = MinutesSheet("", None, None, None, None, None, None, public_items=(
        ItemSheet("a", None, None, resolution="", ballots=(BallotSheet("none"),)),))  # fmt: skip
    printed = await print_minutes(nothing, Stationery())
    assert faults(printed.content) == []
    assert printed.file_name == "Niederschrift.pdf"
    assert faults((await print_minutes(MinutesSheet("", *[None] * 6), Stationery())).content) == []


@pytest.mark.parametrize(
    "rich",
    [
        "<h2>Überschrift</h2>lose <b>Wörter</b><p>Absatz",
        "<ul><li><p>a</p><p>b</p><ol start=4><li>c<ul><li>d</li></ul></li></ol></li></ul>",
        "<table><tr><td>1</td></tr><tr><th>2</th><td>3</td><td>4</td></tr></table>",
        "<table><tr><td colspan=9>1</td></tr><tr><td>"
        "<table><tr><td>2</td></tr></table></td></tr></table>",
        "<table></table><table><caption>leer</caption></table><ul></ul><ol></ol>",
        '<a href="https://example.org/"><b>fett</b><i>kursiv</i></a><a>nichts</a><a href="x"></a>',
        "<blockquote><p>Zitat</p><h3>im Zitat</h3></blockquote><hr><p><br></p>",
        "<p><sub>1</sub><sup>2</sup><s>3</s><u>4</u></p>",
        '<p lang="en">English</p><p lang="">leer</p>',
    ],
)
async def test_prints_rich_text_validly(rich):
    sheet = dataclasses.replace(
        minutes(0), public_items=(ItemSheet("a", "1", "Punkt", texts=(rich, rich)),)
    )
    assert faults((await print_minutes(sheet, STATIONERY)).content) == []


@pytest.mark.long
async def test_prints_two_hundred_items():
    sheet = minutes(0)
    short = BallotSheet("accepted", None, "open", 27, 27, 0, 0)
    many = tuple(
        ItemSheet(f"i{n}", str(n), "Kenntnisnahme", resolution="Zur Kenntnis.", ballots=(short,))
        for n in range(1, 201)
    )
    printed = await print_minutes(dataclasses.replace(sheet, public_items=many), STATIONERY)
    assert faults(printed.content) == []
    assert "TOP 200 Kenntnisnahme" in text_of(printed.content)
