"""A real sitting once more: Magdeburg, 2025-11-06, held through the API, results compared.

.venv/bin/python tests/benchmarks/replay_magdeburg.py [folder of the data] [how many ballots]

The council, its papers and the agenda are entered beforehand; the sitting, presence, speeches,
motions, votes by name and announcements go through the API in the order of the recording. The
first ballots are cast by every member on a device, the others entered by the clerk.
"""

import asyncio
import gzip
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from rostra.access import Office, system
from rostra.database import Database
from rostra.migrating import migrate
from rostra.records import now
from rostra_documents.edition import Edition
from rostra_documents.minutes.printing import minutes_pdf
from rostra_graphql.context import Caller
from rostra_graphql.execution import Api
from support.actors import Who, account_holder
from support.asking import api_of
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person

DAY = "2025-11-06"
CHAIR = "Wigbert Schwenke"
CLERK = "Sitzungsdienst"
CHOICES = {"J": "yes", "N": "no", "E": "abstention"}
PROCEDURE = {"Geschäftsordnung", "Tagesordnung", None}
ON_DEVICES = 3
"""How many ballots are cast by every member for oneself."""
POSTPONED = ("vertagt", "zurückgestellt", "verwiesen", "überwiesen", "abgesetzt")


def seconds(clock: str) -> int:
    """A time of the recording in seconds."""
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


@dataclass
class Source:
    """The sitting as the recording has it."""

    ballots: list[dict[str, Any]]
    speeches: list[dict[str, Any]]
    names: list[dict[str, Any]]
    results: dict[tuple[str, str], str]
    """What the council's own system says of a paper under an item."""

    def result_of(self, ballot: dict[str, Any]) -> str | None:
        """The source's result of what a ballot was about."""
        subject = ballot["votingSubject"]
        return self.results.get((subject["motionId"], subject["agendaItem"]))


def read(folder: Path) -> Source:
    """The source, in the order of the recording."""

    def lines(name: str) -> list[dict[str, Any]]:
        with gzip.open(folder / name, "rt", encoding="utf-8") as opened:
            return [json.loads(line) for line in opened]

    ballots = [one for one in lines("magdeburg-8-votes.jsonl.gz") if one["session"] == DAY]
    ballots.sort(key=lambda one: seconds(one["videoTimestamp"]))
    results = {}
    for paper in lines("papers.jsonl.gz"):
        for held in paper["consultations"]:
            if held["date"].startswith(DAY) and held["organization"] == "Stadtrat":
                results[(paper["reference"], held["agendaItem"])] = held["result"]
    speeches = json.loads((folder / f"session-speeches-{DAY}.json").read_text("utf-8"))
    speeches.sort(key=lambda one: one["start"])
    names = json.loads((folder / f"config-{DAY}.json").read_text("utf-8"))["names"]
    return Source(ballots, speeches, names, results)


@dataclass
class Replay:
    """The sitting as it is held again."""

    source: Source
    database: Database
    api: Api
    people: dict[str, UUID] = field(default_factory=dict)
    logins: dict[str, Who] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    meeting: UUID | None = None
    called: str | None = None
    spoken: int = 0
    mutations: int = 0
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    async def ask(self, text: str, who: str = CHAIR, **variables: Any) -> dict[str, Any]:
        """Do something through the API in somebody's name."""
        self.mutations += 1
        answer = await self.api.execute(text, variables, Caller(self.logins[who]))
        if answer.errors:
            raise SystemExit(f"{text[:60]} {variables}: {answer.errors}")
        return answer.data or {}

    async def furnish(self) -> None:
        """Enter the council, its members, the papers and the agenda."""
        council = await make_organization(self.database, name="Stadtrat")
        for name in (one["name"] for one in self.source.names):
            family = name.split()[-1]
            person = await make_person(self.database, name=name, family_name=family)
            office = Office.CHAIR if name == CHAIR else Office.MEMBER
            await make_membership(self.database, person, council, office=office)
            self.people[name] = person.id
            account = await make_account(self.database, person)
            self.logins[name] = account_holder(account)
        clerk = await make_person(self.database, name=CLERK)
        await make_membership(self.database, clerk, council, office=Office.CLERK)
        self.logins[CLERK] = account_holder(await make_account(self.database, clerk))
        meeting = await make_meeting(
            self.database, council, name="Sitzung des Stadtrates", start=now()
        )
        self.meeting = meeting.id
        for ballot in self.source.ballots:
            subject = ballot["votingSubject"]
            number = subject["agendaItem"]
            if number in self.items:
                continue
            item = await make_agenda_item(
                self.database, meeting, len(self.items), number=number, name=subject["title"]
            )
            self.items[number] = item.id
            paper = await make_paper(
                self.database, reference=subject["motionId"], name=subject["title"],
                proposed_resolution=f"Der Stadtrat beschließt: {subject['title']}.",
            )  # fmt: skip
            await make_consultation(self.database, paper, item)

    async def open(self) -> None:
        """Open the sitting; everybody is here who voted at least once."""
        opening = "mutation ($uuid: UUID!) { openSitting(meeting: $uuid) { state } }"
        await self.ask(opening, uuid=str(self.meeting))
        here = {
            vote["name"]
            for ballot in self.source.ballots
            for vote in ballot["votes"]
            if vote["vote"] in CHOICES
        }
        arriving = "mutation ($m: UUID!, $p: UUID!) { arrive(meeting: $m, person: $p) { arrived } }"
        for name in sorted(here):
            await self.ask(arriving, m=str(self.meeting), p=str(self.people[name]))
        print(f"{len(here)} of {len(self.people)} members are in the hall.")

    async def hold(self, most: int) -> None:
        """Hold one ballot after the other, with the speeches before it."""
        left = Counter(one["votingSubject"]["agendaItem"] for one in self.source.ballots)
        for number, ballot in enumerate(self.source.ballots[:most]):
            item = ballot["votingSubject"]["agendaItem"]
            left[item] -= 1
            await self.call(item)
            await self.speak_until(seconds(ballot["videoTimestamp"]))
            await self.vote(ballot, last=not left[item], on_devices=number < ON_DEVICES)
        if most >= len(self.source.ballots):
            await self.speak_until(10**9)

    async def call(self, item: str) -> None:
        """Come to an item."""
        if item != self.called:
            text = "mutation ($uuid: UUID!) { callItem(item: $uuid) { uuid } }"
            await self.ask(text, uuid=str(self.items[item]))
            self.called = item

    async def speak_until(self, moment: int) -> None:
        """Let those speak who spoke before a moment of the recording."""
        asking = """mutation ($i: UUID!, $p: UUID, $g: String) {
          requestSpeechFor(item: $i, person: $p, guest: $g) { id } }"""
        calling = "mutation ($s: UUID!) { callSpeaker(speech: $s) { id } }"
        stopping = "mutation ($s: UUID!) { stopSpeaker(speech: $s) { id } }"
        speeches = self.source.speeches
        while self.spoken < len(speeches) and speeches[self.spoken]["start"] < moment:
            name = speeches[self.spoken]["speaker"]
            person = self.people.get(name)
            who = {"p": str(person)} if person else {"g": name}
            assert self.called is not None
            asked = await self.ask(asking, i=str(self.items[self.called]), **who)
            speech = asked["requestSpeechFor"]["id"]
            await self.ask(calling, s=speech)
            await self.ask(stopping, s=speech)
            self.spoken += 1

    async def vote(self, ballot: dict[str, Any], last: bool, on_devices: bool) -> None:
        """Put one question to the vote and compare the result."""
        subject = ballot["votingSubject"]
        kind = subject["type"]
        moved = None if kind not in PROCEDURE | {"Änderungsantrag"} else await self.move(ballot)
        text = """mutation ($input: OpenBallotInput!) { openBallot(input: $input) { uuid } }"""
        question = {
            "agendaItem": str(self.items[subject["agendaItem"]]), "method": "NOMINAL",
            "motion": moved, "decides": moved is None and last, "subject": subject["title"][:300],
        }  # fmt: skip
        uuid = (await self.ask(text, input=question))["openBallot"]["uuid"]
        cast = {v["name"]: CHOICES[v["vote"]] for v in ballot["votes"] if v["vote"] in CHOICES}
        await (self.cast(uuid, cast) if on_devices else self.enter(uuid, cast))
        await self.ask("mutation ($u: UUID!) { closeBallot(uuid: $u) { state } }", u=uuid)
        told = await self.ask(
            "mutation ($u: UUID!) { announceBallot(uuid: $u) "
            "{ yes no abstention notParticipating outcome result rule base needed } }",
            u=uuid,
        )
        self.compare(ballot, told["announceBallot"])

    async def move(self, ballot: dict[str, Any]) -> str:
        """Enter the motion on which is voted."""
        subject = ballot["votingSubject"]
        item = str(self.items[subject["agendaItem"]])
        text = f"{subject['type'] or 'Antrag'}: {subject['title']} ({subject['motionId']})"
        values = {"agendaItem": item, "motionType": "OTHER_PROCEDURE", "text": text}
        if subject["type"] == "Änderungsantrag":
            standing = await self.ask(
                "query ($u: UUID!) { agendaItem(uuid: $u) { standingText } }", u=item
            )
            addition = f"{subject['motionId']}, Abstimmung {ballot['videoTimestamp']}"
            amended = f"{standing['agendaItem']['standingText']}\n{addition}"
            values |= {"motionType": "AMENDMENT", "amended": amended}
        making = "mutation ($input: MakeMotionInput!) { makeMotion(input: $input) { uuid } }"
        made: str = (await self.ask(making, input=values))["makeMotion"]["uuid"]
        return made

    async def cast(self, uuid: str, cast: dict[str, str]) -> None:
        """Everybody votes for oneself, all at the same time."""
        text = "mutation ($input: CastVoteInput!) { castVote(input: $input) { receipt } }"
        began = time.perf_counter()
        await asyncio.gather(
            *(
                self.ask(
                    text, name, input={"ballot": uuid, "choice": choice, "key": f"{uuid} {name}"}
                )
                for name, choice in cast.items()
            )
        )
        print(f"{len(cast)} votes on devices took {time.perf_counter() - began:.2f} s")

    async def enter(self, uuid: str, cast: dict[str, str]) -> None:
        """The clerk enters what was called by name."""
        text = "mutation ($input: EnterVotesInput!) { enterVotes(input: $input) { uuid } }"
        votes = [{"person": str(self.people[name]), "choice": how} for name, how in cast.items()]
        await self.ask(text, input={"ballot": uuid, "votes": votes})

    def compare(self, ballot: dict[str, Any], told: dict[str, Any]) -> None:
        """Set our result beside the source's."""
        said = Counter(CHOICES.get(one["vote"]) for one in ballot["votes"])
        ours = {"yes": told["yes"], "no": told["no"], "abstention": told["abstention"]}
        numbers = all(said[choice] == number for choice, number in ours.items())
        source = self.source.result_of(ballot)
        self.rows.append((ballot, told, numbers, source, judged(ballot, told["outcome"], source)))


def judged(ballot: dict[str, Any], outcome: str, source: str | None) -> str:
    """Whether the source agrees with an outcome, or says nothing about this very vote."""
    if source is None:
        return "nothing to compare"
    procedure = ballot["votingSubject"]["type"] in PROCEDURE
    if any(word in source for word in POSTPONED):
        if not procedure:
            return "put off after the vote"
        return "agrees" if outcome == "accepted" else "disagrees"
    if procedure:
        return "on procedure"
    expected = {"abgelehnt": "rejected"}.get(source)
    if expected is None and "beschlossen" in source:
        expected = "accepted"
    if expected is None:
        return "nothing to compare"
    return "agrees" if outcome == expected else "disagrees"


def print_table(rows: list[tuple[Any, ...]]) -> None:
    """Every ballot in a line, and the sums."""
    for number, (ballot, told, numbers, source, verdict) in enumerate(rows, start=1):
        subject = ballot["votingSubject"]
        print(
            f"{number:4} {subject['agendaItem']:7} {subject['motionId']:13} "
            f"{subject['type'] or '-':16.16} {told['yes']:3} {told['no']:3} {told['abstention']:3} "
            f"{told['outcome']:9} {'ok' if numbers else 'NUMBERS'} | {source or '-'} | {verdict}"
        )
    verdicts: defaultdict[str, int] = defaultdict(int)
    for *_, verdict in rows:
        verdicts[verdict] += 1
    print(f"{len(rows)} ballots, numbers agree in {sum(row[2] for row in rows)}; {dict(verdicts)}")
    for ballot, told, _, source, verdict in rows:
        if verdict == "disagrees":
            print("disagrees:", ballot["votingSubject"], told["result"], "| source:", source)


async def main(folder: Path, most: int) -> None:
    """Hold the sitting in a fresh database and print what came of it."""
    with tempfile.TemporaryDirectory(prefix="replay-") as place:
        database = Database(f"sqlite+aiosqlite:///{place}/rostra.db")
        await migrate(database)
        replay = Replay(read(folder), database, api_of(database))
        await replay.furnish()
        began = time.perf_counter()
        await replay.open()
        await replay.hold(most)
        await replay.ask(
            "mutation ($u: UUID!) { closeSitting(meeting: $u) { state } }", u=str(replay.meeting)
        )
        took = time.perf_counter() - began
        print_table(replay.rows)
        print(f"{replay.mutations} requests, {replay.spoken} speeches, {took:.1f} s")
        await print_minutes(replay)
        await database.close()


async def print_minutes(replay: Replay) -> None:
    """Draft the minutes through the API and print them."""
    assert replay.meeting is not None
    drafting = "mutation ($u: UUID!) { draftMinutes(meeting: $u) { uuid } }"
    await replay.ask(drafting, CLERK, u=str(replay.meeting))
    began = time.perf_counter()
    async with replay.database.reading(system) as work:
        document = await minutes_pdf(work, replay.meeting, Edition.FULL)
    path = Path(tempfile.gettempdir()) / f"minutes-{DAY}.pdf"
    path.write_bytes(document.content)
    took = time.perf_counter() - began
    print(f"{path}: {len(document.content) // 1024} kB, printed in {took:.1f} s")


if __name__ == "__main__":
    beside = Path(__file__).parents[2].parent / "shared" / "data" / "magdeburg-votes"
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    asyncio.run(main(chosen, int(sys.argv[2]) if len(sys.argv) > 2 else 10**6))
