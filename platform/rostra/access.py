"""Who may read and who may do: the only rules about who."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record

PUBLIC_TOKEN = "public"
SYSTEM_TOKEN = "role:system"

PUBLIC = 1
"""The audience of what everybody may read."""
NOBODY = 2
"""The audience of what was withdrawn: kept, and read by the system alone."""


class Audience(Record):
    """An interned, unchangeable set of tokens: who may read the records that carry it."""

    __tablename__ = "audiences"
    id: Mapped[int] = mapped_column(primary_key=True)
    tokens: Mapped[str] = mapped_column(unique=True)


class AudienceToken(Record):
    """One token of an audience, for the question which audiences an actor belongs to."""

    __tablename__ = "audience_tokens"
    token: Mapped[str] = mapped_column(primary_key=True)
    audience_id: Mapped[int] = mapped_column(
        sa.ForeignKey("audiences.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )


class Permission(StrEnum):
    """What can be done, as `thing:verb`, granted within an organization or a body."""

    BODY_IMPORT = "body:import"
    BODY_KEEP = "body:keep"
    ACCOUNT_CREATE = "account:create"
    ORGANIZATION_KEEP = "organization:keep"
    MEETING_KEEP = "meeting:keep"
    MEETING_PUBLISH = "meeting:publish"
    MINUTES_KEEP = "minutes:keep"
    PAPER_KEEP = "paper:keep"
    FILE_ADD = "file:add"
    POST_WRITE = "post:write"
    POST_PUBLISH = "post:publish"
    COMMENT_WRITE = "comment:write"
    COMMENT_SUPPORT = "comment:support"
    COMMENT_ANSWER = "comment:answer"
    THING_FOLLOW = "thing:follow"
    RULES_KEEP = "rules:keep"
    PERSON_KEEP = "person:keep"
    MEMBERSHIP_KEEP = "membership:keep"
    OFFICE_ENTRUST = "office:entrust"
    PAPER_DRAFT = "paper:draft"
    ITEM_REQUEST = "item:request"
    MEETING_ANSWER = "meeting:answer"
    MEETING_CHAIR = "meeting:chair"
    SPEECH_REQUEST = "speech:request"
    MOTION_MAKE = "motion:make"
    BALLOT_HOLD = "ballot:hold"
    VOTE_CAST = "vote:cast"
    MINUTES_SIGN = "minutes:sign"
    MINUTES_OBJECT = "minutes:object"
    RESOLUTION_KEEP = "resolution:keep"
    RESOLUTION_REPORT = "resolution:report"
    COMMENT_MODERATE = "comment:moderate"
    NOTICE_GIVE = "notice:give"
    APPEAL_MAKE = "appeal:make"
    HOUSE_RULE_KEEP = "house_rule:keep"
    SCREENING_KEEP = "screening:keep"
    REPORT_WRITE = "report:write"
    REPORT_HANDLE = "report:handle"
    CATEGORY_KEEP = "category:keep"
    PROJECT_KEEP = "project:keep"
    POLL_KEEP = "poll:keep"
    POLL_ANSWER = "poll:answer"
    ACCOUNT_ERASE = "account:erase"


class Office(StrEnum):
    """The role of a Membership in the software, beside its title in the council's words."""

    MEMBER = "member"
    CHAIR = "chair"
    CLERK = "clerk"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


SITTING = frozenset(
    {
        Permission.ITEM_REQUEST,
        Permission.MEETING_ANSWER,
        Permission.SPEECH_REQUEST,
        Permission.MOTION_MAKE,
        Permission.VOTE_CAST,
        Permission.MINUTES_OBJECT,
    }
)
"""What those may do who belong to an organization: in its meetings, each for oneself."""

PRESIDING = frozenset({Permission.MEETING_CHAIR, Permission.BALLOT_HOLD, Permission.MINUTES_SIGN})

KEEPING = PRESIDING | {
    Permission.BODY_KEEP,
    Permission.RULES_KEEP,
    Permission.ORGANIZATION_KEEP,
    Permission.PERSON_KEEP,
    Permission.MEMBERSHIP_KEEP,
    Permission.ACCOUNT_CREATE,
    Permission.MEETING_KEEP,
    Permission.MEETING_PUBLISH,
    Permission.MINUTES_KEEP,
    Permission.PAPER_KEEP,
    Permission.PAPER_DRAFT,
    Permission.FILE_ADD,
    Permission.RESOLUTION_KEEP,
    Permission.RESOLUTION_REPORT,
    Permission.REPORT_HANDLE,
    Permission.CATEGORY_KEEP,
}
GRANTS: Mapping[Office, frozenset[Permission]] = MappingProxyType(
    {
        Office.MEMBER: SITTING,
        Office.CHAIR: SITTING | PRESIDING,
        Office.EDITOR: frozenset(
            {
                Permission.POST_WRITE,
                Permission.POST_PUBLISH,
                Permission.COMMENT_ANSWER,
                Permission.PROJECT_KEEP,
                Permission.POLL_KEEP,
                Permission.FILE_ADD,
                Permission.PAPER_DRAFT,
                Permission.RESOLUTION_REPORT,
                Permission.REPORT_HANDLE,
            }
        ),
        Office.CLERK: KEEPING,
        Office.MODERATOR: frozenset(
            {
                Permission.COMMENT_MODERATE,
                Permission.HOUSE_RULE_KEEP,
                Permission.SCREENING_KEEP,
            }
        ),
        Office.ADMINISTRATOR: frozenset(Permission)
        - SITTING
        - {
            Permission.POST_WRITE,
            Permission.POST_PUBLISH,
            Permission.PROJECT_KEEP,
            Permission.POLL_KEEP,
            Permission.COMMENT_ANSWER,
            Permission.COMMENT_MODERATE,
        },
    }
)
"""What each office may do, in its organization; see BODY_WIDE for those that reach further."""

BODY_WIDE = frozenset({Office.CLERK, Office.MODERATOR, Office.ADMINISTRATOR})
"""Offices whose permissions hold in the whole body and not only in their organization."""

EVERYBODY: frozenset[Permission] = frozenset(
    {
        Permission.COMMENT_WRITE,
        Permission.NOTICE_GIVE,
        Permission.THING_FOLLOW,
        Permission.REPORT_WRITE,
        Permission.POLL_ANSWER,
    }
)
"""What also those may do who are not logged in."""

EVERY_ACCOUNT = EVERYBODY | {Permission.COMMENT_SUPPORT, Permission.APPEAL_MAKE}
"""What everybody may do who is logged in."""

EVERYWHERE: None = None
"""The place of a grant that holds in every body."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or the system itself, with the tokens and grants held at this moment."""

    name: str
    tokens: frozenset[str]
    audience_ids: frozenset[int]
    account_id: UUID | None = None
    person_id: UUID | None = None
    grants: Mapping[UUID | None, frozenset[Permission]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @property
    def anonymous(self) -> bool:
        """Whether this is the public at large."""
        return self.tokens == frozenset({PUBLIC_TOKEN})

    def may(self, permission: Permission, thing: Readable) -> bool:
        """Whether the actor holds the permission where the thing belongs."""
        return self.may_within(permission, *thing.governed_by)

    def may_within(self, permission: Permission, *places: UUID) -> bool:
        """Whether the actor holds the permission in one of the bodies or organizations."""
        return any(permission in self.grants.get(place, ()) for place in (EVERYWHERE, *places))


ANYBODY = Actor(
    "public",
    frozenset({PUBLIC_TOKEN}),
    frozenset({PUBLIC}),
    grants=MappingProxyType({EVERYWHERE: EVERYBODY} if EVERYBODY else {}),
)
"""The public: everybody who is not logged in."""


def may_give(actor: Actor, office: Office, body_id: UUID, organization_id: UUID) -> bool:
    """Whether the actor may give somebody this office: nobody gives more than they hold there.

    What a mandate permits comes from the voters; who entrusts offices gives also those that
    are kept apart from the own one, such as writing in the city's name.
    """
    places = [body_id] if office in BODY_WIDE else [body_id, organization_id]
    if actor.may_within(Permission.OFFICE_ENTRUST, body_id):
        return True
    beyond = GRANTS[office] - SITTING
    return all(actor.may_within(permission, *places) for permission in beyond)


def organization_token(organization_id: UUID) -> str:
    """The token of those with a membership in force in the organization."""
    return f"organization:{organization_id}"


def person_token(person_id: UUID) -> str:
    """The token of one person."""
    return f"person:{person_id}"


def account_token(account_id: UUID) -> str:
    """The token of one account, with or without a person of the council behind it."""
    return f"account:{account_id}"


def role_token(office: Office, body_id: UUID) -> str:
    """The token of those who hold a body-wide office in the body."""
    return f"role:{office}:{body_id}"


def normalised(tokens: Iterable[str]) -> str:
    """The one spelling of a set of tokens; public swallows all, the system is always in."""
    distinct = {*tokens, SYSTEM_TOKEN}
    if PUBLIC_TOKEN in distinct:
        distinct = {PUBLIC_TOKEN, SYSTEM_TOKEN}
    return " ".join(sorted(distinct))


def members_and_clerks(body_id: UUID, *organization_ids: UUID) -> frozenset[str]:
    """The tokens of a non-public item or paper: the organizations before which it is, clerks."""
    return frozenset(
        {role_token(Office.CLERK, body_id), *(organization_token(one) for one in organization_ids)}
    )


async def intern_audience(db: AsyncSession, tokens: Iterable[str]) -> int:
    """The id of the audience with exactly these tokens, made when it is new."""
    spelled = normalised(tokens)
    known_id = sa.select(Audience.id).where(Audience.tokens == spelled)
    known: int | None = await db.scalar(known_id)
    if known is not None:
        return known
    on_sqlite = db.get_bind().dialect.name == "sqlite"
    insert = sqlite_insert if on_sqlite else postgresql_insert
    made = await db.scalar(
        insert(Audience)
        .values(tokens=spelled)
        .on_conflict_do_nothing(index_elements=["tokens"])
        .returning(Audience.id)
    )
    if made is None:  # somebody else made it at the same moment
        found: int | None = await db.scalar(known_id)
        assert found is not None
        return found
    rows = [{"token": token, "audience_id": made} for token in spelled.split(" ")]
    await db.execute(sa.insert(AudienceToken), rows)
    return int(made)


async def audiences_of(db: AsyncSession, tokens: frozenset[str]) -> frozenset[int]:
    """The ids of all audiences that share a token with these."""
    if tokens == ANYBODY.tokens:
        return ANYBODY.audience_ids
    held = sa.select(AudienceToken.audience_id).where(AudienceToken.token.in_(tokens))
    return frozenset(await db.scalars(held))


async def audiences_by_token(
    db: AsyncSession, tokens: Collection[str]
) -> dict[str, frozenset[int]]:
    """The ids of the audiences in which each of these tokens is."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = await db.execute(
        sa.select(AudienceToken.token, AudienceToken.audience_id).where(
            AudienceToken.token.in_(set(tokens) - {PUBLIC_TOKEN})
        )
    )
    for token, audience_id in rows:
        found[token].add(audience_id)
    return {PUBLIC_TOKEN: ANYBODY.audience_ids, **{k: frozenset(v) for k, v in found.items()}}


async def system(db: AsyncSession, name: str = "system") -> Actor:
    """The system itself (relay, import, nightly jobs), with the grants of an administrator."""
    tokens = frozenset({PUBLIC_TOKEN, SYSTEM_TOKEN})
    return Actor(
        name,
        tokens,
        await audiences_of(db, tokens),
        grants=MappingProxyType({EVERYWHERE: frozenset(Permission)}),
    )


def in_force(start: dt.date | None, end: dt.date | None, today: dt.date) -> bool:
    """Whether a membership or term with these first and last days holds on the day."""
    return (start is None or start <= today) and (end is None or today <= end)
