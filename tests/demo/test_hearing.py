"""What citizens of the demo city said to a paper lies before the council."""

import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.comments.models import Comment, ParticipationSummary
from rostra.comments.participation import said_at, summaries_at
from rostra.meetings.models import AgendaItem
from rostra_frontend.demo.hearing import SAID, SUMMARY


async def test_the_council_hears_what_was_said_to_a_paper(city):
    async with city.reading(system) as work:
        (item_id,) = await work.fetch(sa.select(ParticipationSummary.agenda_item_id))
        promised = await work.fetch(sa.select(Comment).where(Comment.answer_by.is_not(None)))
    async with city.reading(ANYBODY) as work:
        item = await work.find(AgendaItem, item_id)
        (said,) = (await said_at(work, [item.id]))[item.id]
        summary = (await summaries_at(work, [item.id]))[item.id]
        today = work.today
    assert said.comment_count == len(SAID)
    assert all(said.by_stance.values())
    assert summary.text == SUMMARY
    assert len(summary.versions) == 1
    (late,) = promised
    assert late.answer_by < today
    assert late.answered is None
