"""What lies on the demo city's editors' desk: one post in each state of its life."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from rostra.access import system
from rostra.database import Database
from rostra.posts.models import Post
from rostra.posts.services import draft_post, edit_post, publish_post, submit_post
from rostra.posts.writing import Writing
from rostra.work import Work
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of

OFFICE = "tiefbau"
CORRECTED = "Wärmeplan beschlossen: Was jetzt passiert – und was nicht"
"""The post whose words are corrected in public."""
ENGLISH = (
    "Heat plan adopted: what happens now – and what does not",
    "<p>The city council has adopted the municipal heat plan. It shows where a heating network "
    "can pay off and where houses are better supplied one by one. It obliges no owner to "
    "anything.</p><p>Advice on site is free and neutral. Please bring your last heating bill.</p>",
    "Nobody has to tear out their heating.",
)
SIMPLE = (
    "Der Wärme-Plan ist fertig",
    "<p>Der Stadt-Rat hat einen Plan gemacht.</p><p>In dem Plan steht: So werden die Häuser in "
    "der Stadt warm.</p><p>Niemand muss jetzt seine Heizung aus-tauschen.</p><p>Sie haben Fragen? "
    "Wir helfen Ihnen gern. Das kostet nichts.</p>",
    "Niemand muss seine Heizung aus-tauschen.",
)


async def keep_the_desk(database: Database) -> None:
    """A draft, one that waits for a second person, one that is planned, and a correction."""
    async with database.work(system) as work:
        office = id_of("organization", OFFICE)
        await draft_post(
            work,
            office,
            Writing(
                "Winterdienst: Wer räumt wo?",
                "<p>Ab Dezember räumen wir zuerst Schulwege und Haltestellen.</p>",
                "Noch fehlt die Liste der Straßen.",
                topics=("Verkehr",),
            ),
        )
        await waiting(work, office)
        await planned(work, office)
        await corrected(work)


async def waiting(work: Work, office: UUID) -> None:
    """A post that somebody else has to read."""
    post = await draft_post(
        work,
        office,
        Writing(
            "Neue Haltestelle am Klinikum",
            "<p>Ab dem Fahrplanwechsel hält die Linie 3 direkt vor dem Haupteingang.</p>",
            "Die Linie 3 fährt weiter.",
            topics=("Verkehr",),
        ),
    )
    await submit_post(work, post.id)


async def planned(work: Work, office: UUID) -> None:
    """A post that appears by itself the day after tomorrow in the morning."""
    day = work.now.astimezone(ZONE).date() + dt.timedelta(days=2)
    post = await draft_post(
        work,
        office,
        Writing(
            "Fahrradstraße Gartenweg wird eröffnet",
            "<p>Der Gartenweg gehört ab heute dem Rad. Anlieger bleiben frei.</p>",
            "Mit Musik und Kaffee.",
            topics=("Verkehr",),
            appears=dt.datetime.combine(day, dt.time(8), ZONE),
        ),
    )
    await submit_post(work, post.id)
    await publish_post(work, post.id)


async def corrected(work: Work) -> None:
    """A published post with a correction, in English and in Leichte Sprache."""
    post = await work.first(sa.select(Post).where(Post.title == CORRECTED))
    if post is None:
        return
    writing = Writing(
        post.title,
        post.text.replace("in etwa einem Jahr", "im Herbst nächsten Jahres"),
        post.teaser,
        post.post_type,
        topics=("Klima", "Wohnen"),
        paper_id=post.paper_id,
    )
    reason = "Der Termin für die Ergebnisse stand noch nicht fest."
    await edit_post(work, post.id, post.revision, writing, reason)
    for language, (title, text, teaser) in (("en", ENGLISH), ("de-simple", SIMPLE)):
        variant = await draft_post(
            work,
            post.organization_id,
            Writing(title, text, teaser, language=language, topics=("Klima",)),
            post.id,
        )
        await publish_post(work, variant.id)
        variant.published = post.published
