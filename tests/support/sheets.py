"""Minutes to print in tests and measurements: a town that does not exist, in whatever size."""

import datetime as dt

from rostra_documents.minutes.model import (
    Attendee,
    BallotSheet,
    ItemSheet,
    MinutesSheet,
    NamedVotes,
)
from rostra_documents.papers.model import PaperLine
from rostra_documents.stationery import Stationery

ZONE = dt.timezone(dt.timedelta(hours=2))
CANARY = "Kanarienvogelgeheimnis"

ARMS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 96">
<path d="M4 4h72v44c0 24-18 38-36 44C22 86 4 72 4 48z" fill="#1b3a5c"/>
<path d="M12 60c9-7 19-7 28 0s19 7 28 0v8c-9 7-19 7-28 0s-19-7-28 0z" fill="#fff"/>
<path d="M26 52V24h6v6h5v-6h6v6h5v-6h6v28z" fill="#e4c259"/></svg>"""

STATIONERY = Stationery(
    city="Stadt Lindenbrück",
    coat_of_arms=ARMS,
    office="Büro des Stadtrates",
    address=("Am Markt 1", "99999 Lindenbrück"),
    contact=("ratsbuero@lindenbrueck.example",),
)

FACTIONS = ("Bürgerforum", "Grüne Liste", "Soziale Liste", "Freie Wählerschaft", "Stadt & Land")
GIVEN = ("Anna", "Bernd", "Carla", "Dietmar", "Elif", "Frank", "Greta", "Hannes", "İpek", "Jörg")
FAMILY = ("Amsel", "Öztürk", "Blaßdorf", "Čapek", "Dünkel", "Færber", "Grätz", "Hõlm", "Łukaszek",
          "von der Heide")  # fmt: skip
SENTENCES = (
    "Die Bürgermeisterin führt in die Vorlage ein und weist auf die geänderte Anlage 2 hin, die "
    "den Mitgliedern am Vortag zugegangen ist.",
    "Auf Nachfrage teilt der Fachdienst mit, dass die Ausschreibung im zweiten Quartal erfolgen "
    "soll und die Mittel in Höhe von 640.000 € im Haushalt eingestellt sind.",
    "Mehrere Mitglieder begrüßen das Vorhaben, bitten aber darum, die Anwohnerinnen und Anwohner "
    "rechtzeitig vor Beginn der Arbeiten zu unterrichten.",
    "Es wird darauf hingewiesen, dass nach § 3 Abs. 2 der Hauptsatzung der Ortsteilrat zu hören "
    "war; dessen zustimmende Stellungnahme liegt vor.",
    "Herr Grätz regt an, die Verkehrszählung an der Brückenstraße zu wiederholen, da die Zahlen "
    "vor Eröffnung der Umgehung erhoben worden seien.",
    "Die Verwaltung sagt zu, bis zur nächsten Sitzung eine Übersicht der Folgekosten vorzulegen.",
    "Der Ausschuss für Stadtentwicklung hat die Vorlage in seiner Sitzung am 3. September beraten "
    "und einstimmig empfohlen.",
)  # fmt: skip
SUBJECTS = (
    "Bebauungsplan „Am Mühlgraben“, Abwägungs- und Satzungsbeschluss",
    "Zweite Änderung der Satzung über die Erhebung von Kindertagesstättengebühren",
    "Erneuerung der Brückenstraße zwischen Markt und Bahnhof, Baubeschluss",
    "Feuerwehrbedarfsplan für die Jahre 2027 bis 2031",
    "Aufhebung der Sperre von Haushaltsmitteln für die Sanierung der Stadtbibliothek",
    "Konzept zum Schutz des Baumbestandes in der Innenstadt",
)


def at(hour: int, minute: int = 0) -> dt.datetime:
    """A time on the day of the meeting."""
    return dt.datetime(2026, 9, 24, hour % 24, minute, tzinfo=ZONE)


def council(size: int = 30) -> tuple[Attendee, ...]:
    """So many members, some of them late, some of them missing, and two guests."""
    members = [
        Attendee(
            name=f"{GIVEN[n % 10]} {FAMILY[(n * 3 + n // 10) % 10]}",
            faction=FACTIONS[n % 5],
            role="Vorsitz der Fraktion" if n < 5 else None,
            state="present" if n % 11 or n == 0 else ("excused" if n % 2 else "absent"),
            arrived=at(17, 14) if n == 7 else None,
            left=at(20, 40) if n in (7, 13) else None,
            reason="dienstlich verhindert" if n % 11 == 0 and n % 2 else None,
        )
        for n in range(size)
    ]
    guests = (
        Attendee("Dr. Petra Sommerfeld", role="Bürgermeisterin", member=False),
        Attendee("Uwe Klingenthal", role="Leiter Fachdienst Bauen", left=at(19), member=False),
    )
    return (*members, *guests)


def debate(paragraphs: int, seed: int = 0) -> str:
    """The text of a debate of so many paragraphs."""
    told = []
    for n in range(paragraphs):
        chosen = [SENTENCES[(seed + n * 3 + k * 2) % len(SENTENCES)] for k in range(4)]
        told.append(f"<p>{' '.join(chosen)}</p>")
    return "".join(told)


def nominal(members: tuple[Attendee, ...]) -> BallotSheet:
    """A vote by name of those who were present."""
    names = [one.name for one in members if one.member and one.state == "present"]
    no, abstaining, biased = names[3:8], names[8:11], names[11:12]
    yes = [name for name in names if name not in (*no, *abstaining, *biased)]
    return BallotSheet(
        "accepted", "Beschlussvorschlag in der geänderten Fassung", "nominal", len(names), len(yes),
        len(no), len(abstaining), 0, len(biased),
        votes=(NamedVotes("yes", tuple(yes)), NamedVotes("no", tuple(no)),
               NamedVotes("abstention", tuple(abstaining)), NamedVotes("excluded", tuple(biased))),
    )  # fmt: skip


def item(n: int, paragraphs: int, members: tuple[Attendee, ...], depth: int = 0) -> ItemSheet:
    """The n-th item, with a debate of so many paragraphs and now and then a motion."""
    reference = f"26/{100 + n:04d}-BV"
    motion = PaperLine(
        f"26/{100 + n:04d}-ÄA", "Änderungsantrag", originator="Fraktion Grüne Liste",
        proposal="1. Punkt 2 wird um die Wörter „und der Radwege“ ergänzt.\n2. Ein Punkt 4 wird "
        "angefügt: Über den Fortgang ist halbjährlich zu berichten.",
    )  # fmt: skip
    small = BallotSheet("accepted", None, "open", 27, 27 - n % 4, n % 4, 0, 0, 0)
    amended = BallotSheet("rejected", "Änderungsantrag", "open", 27, 12, 15, 0, 0, 0)
    return ItemSheet(
        anchor=f"item-{n}-{depth}",
        number=f"{n}.{depth}" if depth else str(n),
        name=SUBJECTS[n % len(SUBJECTS)],
        depth=depth,
        start=at(17 + n // 8, (n * 7) % 60),
        papers=(PaperLine(reference, "Beschlussvorlage", direction="Fachdienst Bauen"),),
        texts=(debate(paragraphs, n),),
        motions=(motion,) if n % 3 == 1 else (),
        resolution="Der Stadtrat beschließt:\n1. Der Entwurf wird in der vorliegenden Fassung "
        "gebilligt.\n2. Die Verwaltung wird beauftragt, die Arbeiten an den Gehwegen bis zum "
        "30. November 2026 auszuschreiben.\n3. Die Deckung erfolgt aus der allgemeinen Rücklage.",
        resolution_number=f"{reference} vom 24. September 2026",
        ballots=(nominal(members),)
        if n % 3 == 2
        else ((amended, small) if n % 3 == 1 else (small,)),
    )


def minutes(items: int = 6, paragraphs: int = 3, secret: bool = False) -> MinutesSheet:
    """Minutes of so many items; with their non-public part when asked for."""
    members = council()
    opening = ItemSheet("item-opening", "1", "Eröffnung und Feststellung der Beschlussfähigkeit",
                        texts=("<p>Der Vorsitzende eröffnet die Sitzung.</p>",))  # fmt: skip
    election = ItemSheet(
        "item-election", "2", "Wahl einer Schiedsperson", texts=(debate(1),),
        ballots=(BallotSheet("elected", "Wahl der Schiedsperson", "election", 27, None, None, None,
                             tallies=(("Marlies Krähwinkel", 19), ("Ole Þorsteinn", 7))),),
    )  # fmt: skip
    debated = tuple(item(n + 3, paragraphs, members) for n in range(items))
    nested = (item(items + 3, 1, members), item(items + 3, 1, members, 1))
    hidden = ItemSheet(
        f"item-{CANARY}", str(items + 4), f"Grundstücksangelegenheit {CANARY}",
        texts=(f"<p>Der Kaufpreis beträgt {CANARY} Euro.</p>",),
        resolution=f"1. Dem Verkauf an {CANARY} wird zugestimmt.",
        ballots=(BallotSheet("accepted", CANARY, "open", 27, 27, 0, 0),),
    )  # fmt: skip
    return MinutesSheet(
        organization="Stadtrat",
        name="12. Sitzung des Stadtrates",
        number=12,
        term="Wahlperiode 2024–2029",
        start=at(17),
        end=at(21, 47),
        place="Rathaus, Großer Saal, Am Markt 1, 99999 Lindenbrück",
        interruptions=(("19:05", "19:20"),),
        chair="Anna Amsel",
        secretary="Björn Überlacker",
        invited=dt.date(2026, 9, 10),
        invitation_note="form- und fristgerecht",
        quorum="festgestellt (27 von 30 stimmberechtigten Mitgliedern)",
        state="approved",
        attendees=members,
        public_items=(opening, election, *debated, *nested),
        nonpublic_items=(hidden,) if secret else (),
        confidential=secret,
        approved=dt.date(2026, 10, 22),
        approved_in="3",
        dated=dt.datetime(2026, 10, 23, 9, 30, tzinfo=dt.UTC),
    )
