"""Votes, attendance and minutes are told in fields of our own."""

from rostra.access import system
from rostra.voting.models import Vote
from support.make.meetings import make_ballot
from support.making import linked
from support.publishing import got, make_council, reading
from support.schemas import faults


async def test_a_nominal_ballot_names_who_voted_how(database):
    council = await make_council(database)
    async with reading(database) as client:
        item = await got(client, council.address("decision"))
    assert item["rostra:votes"] == [
        {
            "subject": "Beschlussvorschlag", "method": "nominal", "rule": "VOT-1",
            "yes": 12, "no": 3, "abstention": 1, "outcome": "accepted",
            "votes": [
                {"person": council.address("klara"), "choice": "yes"},
                {"person": council.address("otto"), "choice": "no"},
            ],
        }
    ]  # fmt: skip
    assert faults(item) == []


async def test_no_other_ballot_names_anybody(database):
    council = await make_council(database)
    for method in ("open", "secret", "election"):
        async with database.work(system) as work:
            ballot = await make_ballot(work, council.roadway, method=method, not_participating=0)
            await linked(work, Vote(ballot_id=ballot.id, person_id=council.klara.id, choice="yes"))
    async with reading(database) as client:
        ballots = (await got(client, council.address("roadway")))["rostra:votes"]
    assert [ballot["method"] for ballot in ballots] == ["open", "secret", "election"]
    assert [ballot["notParticipating"] for ballot in ballots] == [0, 0, 0]
    assert not any("votes" in ballot for ballot in ballots)


async def test_ballots_stand_in_the_order_in_which_they_were_held(database):
    council = await make_council(database)
    tallies = [{"name": "A", "votes": 8}, {"name": "B", "votes": 7}]
    async with database.work(system) as work:
        await make_ballot(work, council.opening, subject="zuletzt", position=2, outcome="rejected")
        await make_ballot(work, council.opening, subject="zuerst", position=0)
        await make_ballot(
            work, council.opening, subject="dazwischen", position=1, method="election",
            outcome="elected", tallies=tallies, present=15,
        )  # fmt: skip
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
    ballots = meeting["agendaItem"][0]["rostra:votes"]
    assert [ballot["subject"] for ballot in ballots] == ["zuerst", "dazwischen", "zuletzt"]
    assert ballots[1]["tallies"] == tallies
    assert ballots[1]["present"] == 15


async def test_an_election_names_those_whom_it_elected_and_the_vote_that_decided(database):
    council = await make_council(database)
    tallies = [{"key": f"c{n}", "name": name, "votes": 9 - n} for n, name in enumerate("ABC")]
    async with database.work(system) as work:
        await make_ballot(
            work, council.opening, method="election", outcome="elected", tallies=tallies,
            seats=2, elected=["c0", "c1"], decides=True,
        )  # fmt: skip
        await make_ballot(work, council.opening, position=1, decides=False)
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
    election, other = meeting["agendaItem"][0]["rostra:votes"]
    assert (election["seats"], election["elected"], election["decides"]) == (2, ["A", "B"], True)
    assert not {"seats", "elected", "decides"} & set(other)


async def test_participants_are_those_present_and_attendance_is_everybody(database):
    council = await make_council(database)
    async with reading(database) as client:
        reply = await client.get(council.address("meeting"))
    meeting = reply.json()
    assert meeting["participant"] == [council.address("klara")]
    assert meeting["rostra:attendance"] == [
        {"person": council.address("klara"), "state": "present", "role": "Vorsitz"},
        {"person": council.address("otto"), "state": "excused"},
    ]
    assert "krank" not in reply.text


async def test_a_meeting_tells_its_number_term_and_minutes(database):
    council = await make_council(database)
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
    assert meeting["rostra:number"] == 7
    assert meeting["rostra:legislativeTerm"] == council.address("term")
    assert meeting["rostra:minutes"] == {
        "state": "published", "chair": council.address("klara"),
        "secretaryName": "Uwe Schreiber",
    }  # fmt: skip
    decision = meeting["agendaItem"][2]
    assert decision["rostra:parent"] == council.address("roadway")
    assert decision["rostra:minutesText"] == ["<p>Die Verwaltung erläutert die Vorlage.</p>"]


async def test_a_paper_tells_what_is_to_be_resolved(database):
    council = await make_council(database)
    async with reading(database) as client:
        paper = await got(client, council.address("paper"))
    assert paper["rostra:proposedResolution"].startswith("1. Der Radweg wird gebaut.\n2. ")
