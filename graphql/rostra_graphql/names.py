"""The types of the API by name, so that those of one domain can speak of those of another."""

from strawberry.types.lazy_type import LazyType

BODY: LazyType = LazyType("Body", "rostra_graphql.organizations")
LEGISLATIVE_TERM: LazyType = LazyType("LegislativeTerm", "rostra_graphql.organizations")
LOCATION: LazyType = LazyType("Location", "rostra_graphql.organizations")
ORGANIZATION: LazyType = LazyType("Organization", "rostra_graphql.organizations")
MEMBERSHIP: LazyType = LazyType("Membership", "rostra_graphql.people")
PERSON: LazyType = LazyType("Person", "rostra_graphql.people")
FILE: LazyType = LazyType("File", "rostra_graphql.files")
MEETING: LazyType = LazyType("Meeting", "rostra_graphql.meetings")
MEETINGS: LazyType = LazyType("MeetingConnection", "rostra_graphql.meetings")
AGENDA_ITEM: LazyType = LazyType("AgendaItem", "rostra_graphql.meetings")
BALLOT: LazyType = LazyType("Ballot", "rostra_graphql.voting")
MOTION: LazyType = LazyType("Motion", "rostra_graphql.motions")
MINUTES: LazyType = LazyType("Minutes", "rostra_graphql.minutes")
MINUTES_ENTRY: LazyType = LazyType("MinutesEntry", "rostra_graphql.minutes")
RESOLUTION: LazyType = LazyType("Resolution", "rostra_graphql.resolutions")
PAPER: LazyType = LazyType("Paper", "rostra_graphql.papers")
PAPERS: LazyType = LazyType("PaperConnection", "rostra_graphql.papers")
CONSULTATION: LazyType = LazyType("Consultation", "rostra_graphql.papers")
POST: LazyType = LazyType("Post", "rostra_graphql.posts")
COMMENT: LazyType = LazyType("Comment", "rostra_graphql.posts")
