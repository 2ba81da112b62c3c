"""Which facts are told to whom, one line each."""

from collections.abc import Mapping

from rostra.notifications.citizen_tellers import confirmation_asked
from rostra.notifications.comment_tellers import (
    answer_overdue,
    answer_promised,
    comment_waits,
    comment_written,
    followed_changed,
)
from rostra.notifications.meeting_tellers import about_minutes, invited, request_decided
from rostra.notifications.moderation_tellers import (
    appeal_decided,
    moderation_decided,
    notice_given,
)
from rostra.notifications.office_tellers import account_invited, resolution_assigned
from rostra.notifications.participation_tellers import (
    debate_cancelled,
    debate_moved,
    paper_decided,
    paper_on_agenda,
)
from rostra.notifications.project_tellers import project_changed
from rostra.notifications.report_tellers import (
    report_added_to,
    report_answered,
    report_moved,
    report_reassigned,
    report_received,
)
from rostra.notifications.telling import Teller, each

TELLERS: Mapping[str, Teller] = {
    "AccountInvited": account_invited,
    "ConfirmationAsked": confirmation_asked,
    "ContentNoticed": notice_given,
    "ModerationDecided": moderation_decided,
    "AppealDecided": appeal_decided,
    "MeetingInvited": each(invited("meeting_invited"), paper_on_agenda),
    "AgendaSupplemented": each(invited("agenda_supplemented"), paper_on_agenda),
    "NoticeGiven": paper_on_agenda,
    "MeetingMoved": each(invited("meeting_moved"), debate_moved),
    "MeetingCancelled": each(invited("meeting_cancelled"), debate_cancelled),
    "DeputyAsked": invited("deputy_asked"),
    "DeputyReleased": invited("deputy_released"),
    "ItemRequestDecided": request_decided,
    "MinutesSigned": about_minutes("minutes_signed"),
    "MinutesPublished": about_minutes("minutes_published"),
    "ResolutionEntered": paper_decided,
    "ResolutionPublished": paper_decided,
    "ResolutionAssigned": resolution_assigned,
    "InnerResolutionAssigned": resolution_assigned,
    "ProjectChanged": project_changed,
    "ReportReceived": report_received,
    "ReportMoved": each(report_moved, followed_changed),
    "ReportAnswered": each(report_answered, followed_changed),
    "ReportAddedTo": report_added_to,
    "ReportReassigned": report_reassigned,
    "PostCorrected": followed_changed,
    "CommentHandedIn": comment_waits,
    "CommentWritten": comment_written,
    "AnswerPromised": answer_promised,
    "AnswerOverdue": answer_overdue,
}
"""By the name of the event."""
