"""Every kind of record, one line each: what a kind's name stands for."""

from rostra.admission.models import ScreeningRule
from rostra.agendas.models import AgendaStep, AgendaVersion, ItemRequest, Reply, Summons
from rostra.citizens.models import Erasure
from rostra.comments.models import Comment, CommentVersion, Thread
from rostra.events import LoggedEvent
from rostra.files.models import File
from rostra.imports.models import Imported, MissingTarget
from rostra.jobs import Job
from rostra.meetings.models import AgendaItem, Meeting, NeutralTitle
from rostra.minutes.models import Absence, Minutes, MinutesEntry, Objection, Statement
from rostra.moderation.models import Appeal, Decision, HouseRule, LogEntry, Notice
from rostra.notifications.models import Following, Letter
from rostra.organizations.models import (
    Body,
    LegislativeTerm,
    Location,
    Membership,
    Organization,
    StandingOrders,
)
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Person
from rostra.polls.models import Poll, PollAnswer, PollText
from rostra.posts.models import Post, PostPicture, PostVersion
from rostra.projects.models import Project, ProjectChange
from rostra.records import Readable, Record
from rostra.relay import Subscription
from rostra.reports.models import (
    ApiKey,
    Report,
    ReportCategory,
    ReportContact,
    ReportEntry,
    ReportPhoto,
    ReportWords,
)
from rostra.resolutions.models import ProgressReport, Resolution
from rostra.sittings.models import Exclusion, Pause, QuorumFinding, Speech
from rostra.tombstones import Tombstone
from rostra.voting.models import Ballot, Motion

READABLE: dict[str, type[Readable]] = {
    model.kind: model
    for model in (
        Body,
        LegislativeTerm,
        Location,
        Organization,
        Membership,
        StandingOrders,
        Person,
        Meeting,
        AgendaItem,
        NeutralTitle,
        AgendaVersion,
        Summons,
        Reply,
        ItemRequest,
        Exclusion,
        Speech,
        Pause,
        QuorumFinding,
        Motion,
        Ballot,
        Minutes,
        MinutesEntry,
        Absence,
        Objection,
        Statement,
        Resolution,
        ProgressReport,
        Paper,
        Consultation,
        File,
        Post,
        PostPicture,
        PostVersion,
        Project,
        ProjectChange,
        Poll,
        PollText,
        Thread,
        Comment,
        CommentVersion,
        HouseRule,
        Notice,
        Decision,
        Appeal,
        LogEntry,
        ReportCategory,
        Report,
        ReportWords,
        ReportContact,
        ReportEntry,
        ReportPhoto,
        ApiKey,
        ScreeningRule,
        Tombstone,
    )
}
"""The readable records by their kind."""

KEPT: tuple[type[Record], ...] = (
    LoggedEvent,
    Subscription,
    Job,
    Imported,
    MissingTarget,
    AgendaStep,
    Letter,
    Following,
    PollAnswer,
    Erasure,
)
"""Records of the house itself, which no one reads but the system."""
