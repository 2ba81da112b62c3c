"""Every kind of record, one line each: what a kind's name stands for."""

from rostra.events import LoggedEvent
from rostra.files.models import File
from rostra.imports.models import Imported, MissingTarget
from rostra.jobs import Job
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Person
from rostra.posts.models import Comment, Post
from rostra.records import Readable, Record
from rostra.relay import Subscription
from rostra.tombstones import Tombstone
from rostra.voting.models import Ballot

READABLE: dict[str, type[Readable]] = {
    model.kind: model
    for model in (
        Body,
        LegislativeTerm,
        Location,
        Organization,
        Membership,
        Person,
        Meeting,
        AgendaItem,
        Ballot,
        Minutes,
        MinutesEntry,
        Paper,
        Consultation,
        File,
        Post,
        Comment,
        Tombstone,
    )
}
"""The readable records by their kind."""

KEPT: tuple[type[Record], ...] = (LoggedEvent, Subscription, Job, Imported, MissingTarget)
"""Records of the house itself, which no one reads but the system."""
