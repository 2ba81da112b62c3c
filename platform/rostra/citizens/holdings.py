"""What the house holds of somebody: one line for each table, what is exported, what is erased.

Every table of the house stands in one of the two lists; a test compares them with the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from rostra.records import Record


class Fate(StrEnum):
    """What becomes of what is held when somebody asks to be forgotten (DP-3)."""

    DELETED = "deleted"
    CHOSEN = "chosen"
    """Deleted or put under a pseudonym, as the person chooses."""
    DETACHED = "detached"
    """An act of the office: it stays, and leads to nobody any more."""
    STAYS = "stays"
    """Public record of the council: it stays, and so does the name in it."""
    EXPIRES = "expires"
    """Hashed, and gone by itself after a stated time."""


@dataclass(frozen=True)
class Subject:
    """Whose data it is: an account, and the person of the council behind it if there is one."""

    account_id: UUID
    person_id: UUID | None


@dataclass(frozen=True)
class Holding:
    """A table that can hold something of somebody."""

    table: str
    columns: tuple[str, ...]
    """The columns that lead to them: to the account, the person, or a record of `within`."""
    fate: Fate
    within: str = ""
    """The holding through which the columns lead, for what is a part of something else."""
    emptied: tuple[str, ...] = ()
    """The words in it that go even where the rest stays."""
    of_person: bool = False
    """Whether the columns name the person of the council and not the account."""

    @property
    def records(self) -> sa.Table:
        """The table itself."""
        return Record.metadata.tables[self.table]

    def of(self, subject: Subject) -> sa.ColumnElement[bool]:
        """The condition under which a row is somebody's."""
        columns = [self.records.c[name] for name in self.columns]
        if self.within:
            whole = next(one for one in HOLDINGS if one.table == self.within)
            ids = sa.select(whole.records.c.id).where(whole.of(subject))
            return sa.or_(*(column.in_(ids) for column in columns))
        wanted = subject.person_id if self.of_person else subject.account_id
        return sa.or_(sa.false(), *(column == wanted for column in columns if wanted))


def of_person(table: str, *columns: str) -> Holding:
    """What the council's record says of a person: it stays."""
    return Holding(table, columns or ("person_id",), Fate.STAYS, of_person=True)


def act(table: str, column: str = "account_id", *emptied: str) -> Holding:
    """What somebody did for the office, or the office with theirs: it stays without them."""
    return Holding(table, (column,), Fate.DETACHED, emptied=emptied)


def own(table: str, column: str = "account_id", within: str = "") -> Holding:
    """What is deleted with the account."""
    return Holding(table, (column,), Fate.DELETED, within)


HOLDINGS: tuple[Holding, ...] = (
    Holding("accounts", ("id",), Fate.DELETED),
    own("logins"),
    own("account_invitations"),
    own("confirmations"),
    own("consents"),
    own("preferences"),
    own("letters"),
    own("followings"),
    own("uploads"),
    own("bans"),
    own("supports"),
    own("comment_versions", "comment_id", "comments"),
    Holding("comments", ("author_id",), Fate.CHOSEN),
    own("report_contacts", "report_id", "reports"),
    own("report_words", "report_id", "reports"),
    Holding("report_photos", ("report_id",), Fate.CHOSEN, "reports"),
    Holding("report_entries", ("author_id",), Fate.CHOSEN),
    Holding("reports", ("author_id",), Fate.CHOSEN),
    own("poll_texts", "answer_id", "poll_answers"),
    Holding("poll_answers", ("account_id", "waiting_for_id"), Fate.DELETED),
    Holding("login_attempts", (), Fate.EXPIRES),
    Holding("traces", (), Fate.EXPIRES),
    Holding("posts", ("author_id", "editor_id", "approver_id"), Fate.DETACHED),
    act("post_versions"),
    own("appeals"),
    act("appeals", "decided_by"),
    act("notices", "account_id", "words", "name", "law"),
    act("moderation_decisions", "author_id", "words", "facts"),
    Holding("moderation_decisions", ("decided_by", "confirmed_by"), Fate.DETACHED),
    act("project_changes"),
    act("agenda_steps"),
    act("counts"),
    act("minutes_entry_versions"),
    act("minutes_signatures"),
    act("progress_reports"),
    of_person("persons", "id"),
    of_person("memberships"),
    of_person("deputies"),
    of_person("paper_persons"),
    of_person("attendances"),
    of_person("presences", "person_id", "stands_in_for_id"),
    of_person("replies", "person_id", "deputy_id"),
    of_person("summonses", "person_id", "stands_in_for_id"),
    of_person("exclusions"),
    of_person("item_requests"),
    of_person("signatories"),
    of_person("minutes", "chair_id", "secretary_id"),
    of_person("motions"),
    of_person("speeches"),
    of_person("absences"),
    of_person("cast_votes"),
    of_person("electors"),
    of_person("objections"),
    of_person("statements"),
    of_person("votes"),
)
"""What can hold something of somebody; parts stand before what they are parts of."""

OFFICIAL = "what the council or a department publishes or keeps in its own name"
LINKS = "links between records, without words"
HOUSE = "the house's own keys, marks and queues, by ids alone"
NUMBERS = "numbers and marks, without a name"

NOTHING_HELD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "agenda_items", "agenda_versions", "ballots", "bodies", "consultations", "files",
            "file_texts", "legislative_terms", "locations", "meetings", "minutes_entries",
            "neutral_titles", "news_desks", "organizations", "post_pictures", "topics", "papers",
            "participation_summaries", "participation_versions", "polls", "projects",
            "report_categories", "resolutions",
            "screening_rules", "standing_orders", "api_keys", "house_rules", "pauses",
        ),
        OFFICIAL,
    ),
    **dict.fromkeys(
        (
            "consultation_organizations", "file_uses", "meeting_organizations", "paper_locations",
            "paper_organizations", "paper_relations", "project_papers", "project_resolutions",
            "post_topics", "project_topics", "threads",
        ),
        LINKS,
    ),
    **dict.fromkeys(
        (
            "audiences", "audience_tokens", "events", "erasures", "imported", "jobs",
            "missing_targets", "signing_keys", "solved_challenges", "subscriptions",
            "tombstones", "reference_counters",
        ),
        HOUSE,
    ),
    **dict.fromkeys(
        ("moderation_log", "quorum_findings", "secret_tallies", "sittings", "sitting_changes"),
        NUMBERS,
    ),
}  # fmt: skip
"""The tables that hold nothing of anybody, and why."""

SECRETS = frozenset(
    {
        "password_hash", "token_hash", "end_token", "end_token_hash", "key_hash", "ticket_hash",
        "trace_hash", "powers_hash", "receipt", "audience_id",
    }
)  # fmt: skip
"""What is not exported: it would open doors, and says nothing of anybody."""
