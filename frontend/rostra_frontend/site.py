"""The map of the site: every page and every form, one line each."""

from rostra_frontend.pages.agendas.answers.page import deliver as record_delivery
from rostra_frontend.pages.agendas.answers.page import enter as enter_answer
from rostra_frontend.pages.agendas.answers.page import page as answers
from rostra_frontend.pages.agendas.asking.page import FORMS as FORMS_OF_ASKING
from rostra_frontend.pages.agendas.asking.page import page as asking_for_items
from rostra_frontend.pages.agendas.edit.page import FORMS as FORMS_OF_AGENDAS
from rostra_frontend.pages.agendas.edit.page import page as building
from rostra_frontend.pages.agendas.invitation.page import agree as agree_to_e_mail
from rostra_frontend.pages.agendas.invitation.page import answer as answer_invitation
from rostra_frontend.pages.agendas.invitation.page import disagree as ask_for_post
from rostra_frontend.pages.agendas.invitation.page import page as invitation
from rostra_frontend.pages.agendas.invite.page import invite as send_invitation
from rostra_frontend.pages.agendas.invite.page import page as inviting
from rostra_frontend.pages.agendas.invite.page import supplement as send_supplement
from rostra_frontend.pages.agendas.invite.page import terms as notice_terms
from rostra_frontend.pages.agendas.moving.page import cancel as cancel_meeting
from rostra_frontend.pages.agendas.moving.page import move as move_meeting
from rostra_frontend.pages.agendas.moving.page import page as moving
from rostra_frontend.pages.agendas.notice.page import page as notice
from rostra_frontend.pages.agendas.planning.page import create as create_meeting
from rostra_frontend.pages.agendas.planning.page import page as planning
from rostra_frontend.pages.agendas.requests.page import FORMS as FORMS_OF_REQUESTS
from rostra_frontend.pages.agendas.requests.page import page as requests
from rostra_frontend.pages.agendas.versions.page import page as versions
from rostra_frontend.pages.citizens.data.page import erase as erase_account
from rostra_frontend.pages.citizens.data.page import page as own_data
from rostra_frontend.pages.citizens.erased.page import page as erased
from rostra_frontend.pages.comments.comment.page import FORMS as FORMS_OF_COMMENTS
from rostra_frontend.pages.comments.comment.page import page as one_comment
from rostra_frontend.pages.comments.editing.page import FORMS as FORMS_OF_AUTHORS
from rostra_frontend.pages.comments.editing.page import page as editing_a_comment
from rostra_frontend.pages.comments.history.page import page as history_of_a_comment
from rostra_frontend.pages.comments.office.page import FORMS as FORMS_OF_ANSWERING
from rostra_frontend.pages.comments.office.page import page as answering_a_comment
from rostra_frontend.pages.comments.own.page import page as own_comments
from rostra_frontend.pages.comments.thread.page import FORMS as FORMS_OF_THREADS
from rostra_frontend.pages.comments.thread.page import page as discussion
from rostra_frontend.pages.files.file.page import page as file
from rostra_frontend.pages.house.legal.page import accessibility, imprint, privacy
from rostra_frontend.pages.meetings.agenda_item.page import page as agenda_item
from rostra_frontend.pages.meetings.agenda_item.page import summarise as summarise_participation
from rostra_frontend.pages.meetings.calendar.page import page as calendar
from rostra_frontend.pages.meetings.meeting.page import page as meeting
from rostra_frontend.pages.minutes.edit.page import FORMS as FORMS_OF_MINUTES
from rostra_frontend.pages.minutes.edit.page import page as minutes
from rostra_frontend.pages.minutes.reading.page import FORMS as FORMS_OF_READING
from rostra_frontend.pages.minutes.reading.page import page as minutes_to_read
from rostra_frontend.pages.moderation.decision.page import object_to as object_to_decision
from rostra_frontend.pages.moderation.decision.page import page as decision
from rostra_frontend.pages.moderation.desk.page import FORMS as FORMS_OF_MODERATION
from rostra_frontend.pages.moderation.desk.page import page as moderation
from rostra_frontend.pages.moderation.figures.page import page as moderation_figures
from rostra_frontend.pages.moderation.log.page import page as moderation_log
from rostra_frontend.pages.moderation.notice.page import give as give_notice
from rostra_frontend.pages.moderation.notice.page import page as notice_of_wrong
from rostra_frontend.pages.moderation.own.page import page as own_notices
from rostra_frontend.pages.moderation.rules.page import FORMS as FORMS_OF_RULES
from rostra_frontend.pages.moderation.rules.page import page as moderation_rules
from rostra_frontend.pages.notifications.ending.page import page as ending_letters
from rostra_frontend.pages.notifications.outbox.page import page as outbox
from rostra_frontend.pages.office.keeping import FORMS_OF_KEEPING, PAGES_OF_KEEPING
from rostra_frontend.pages.office.roles.page import page as roles
from rostra_frontend.pages.office.rules.page import change as set_number
from rostra_frontend.pages.office.rules.page import page as standing_orders
from rostra_frontend.pages.office.rules.page import withdraw as withdraw_number
from rostra_frontend.pages.office.start.page import page as office
from rostra_frontend.pages.office.tables.page import page as tables
from rostra_frontend.pages.organizations.body.page import page as body
from rostra_frontend.pages.organizations.listing.page import page as organizations
from rostra_frontend.pages.organizations.organization.page import page as organization
from rostra_frontend.pages.organizations.term.page import page as term
from rostra_frontend.pages.organizations.terms.page import page as terms
from rostra_frontend.pages.papers.draft.page import draft as draft_paper
from rostra_frontend.pages.papers.draft.page import page as new_paper
from rostra_frontend.pages.papers.edit.page import FORMS as FORMS_OF_PAPERS
from rostra_frontend.pages.papers.edit.page import page as paper_in_the_making
from rostra_frontend.pages.papers.listing.page import page as papers
from rostra_frontend.pages.papers.paper.page import page as paper
from rostra_frontend.pages.people.account.page import change as change_account
from rostra_frontend.pages.people.account.page import choose as choose_letters
from rostra_frontend.pages.people.account.page import end as end_login
from rostra_frontend.pages.people.account.page import end_others as end_other_logins
from rostra_frontend.pages.people.account.page import page as account
from rostra_frontend.pages.people.confirming.page import confirm as confirm_letter
from rostra_frontend.pages.people.confirming.page import page as confirming
from rostra_frontend.pages.people.letter_login.page import ask as ask_for_a_link
from rostra_frontend.pages.people.letter_login.page import page as letter_login
from rostra_frontend.pages.people.listing.page import page as people
from rostra_frontend.pages.people.login.page import page as login
from rostra_frontend.pages.people.person.page import page as person
from rostra_frontend.pages.people.taking.page import page as taking
from rostra_frontend.pages.polls.listing.page import page as polls
from rostra_frontend.pages.polls.new.page import draft as draft_poll
from rostra_frontend.pages.polls.new.page import page as new_poll
from rostra_frontend.pages.polls.poll.page import FORMS as FORMS_OF_POLLS
from rostra_frontend.pages.polls.poll.page import page as poll
from rostra_frontend.pages.posts.desk.page import page as post_desk
from rostra_frontend.pages.posts.edit.page import FORMS as FORMS_OF_POSTS
from rostra_frontend.pages.posts.edit.page import page as post_in_the_making
from rostra_frontend.pages.posts.listing.page import page as posts
from rostra_frontend.pages.posts.new.page import draft as draft_a_post
from rostra_frontend.pages.posts.new.page import page as new_post
from rostra_frontend.pages.posts.post.page import page as post
from rostra_frontend.pages.posts.topic.page import page as topic
from rostra_frontend.pages.projects.desk.page import page as project_desk
from rostra_frontend.pages.projects.edit.page import FORMS as FORMS_OF_PROJECTS
from rostra_frontend.pages.projects.edit.page import page as project_in_the_making
from rostra_frontend.pages.projects.listing.page import page as projects
from rostra_frontend.pages.projects.new.page import draft as draft_project
from rostra_frontend.pages.projects.new.page import page as new_project
from rostra_frontend.pages.projects.project.page import FORMS as FORMS_OF_FOLLOWING
from rostra_frontend.pages.projects.project.page import page as project
from rostra_frontend.pages.reports.categories.page import FORMS as FORMS_OF_CATEGORIES
from rostra_frontend.pages.reports.categories.page import page as report_categories
from rostra_frontend.pages.reports.desk.page import page as report_desk
from rostra_frontend.pages.reports.figures.page import page as report_figures
from rostra_frontend.pages.reports.listing.page import page as reports
from rostra_frontend.pages.reports.new.page import page as new_report
from rostra_frontend.pages.reports.report.page import FORMS as FORMS_OF_REPORTS
from rostra_frontend.pages.reports.report.page import page as report
from rostra_frontend.pages.resolutions.register.page import page as resolutions
from rostra_frontend.pages.resolutions.resolution.page import FORMS as FORMS_OF_RESOLUTIONS
from rostra_frontend.pages.resolutions.resolution.page import page as resolution
from rostra_frontend.pages.search.results.page import page as search
from rostra_frontend.pages.sittings.hall.page import page as hall
from rostra_frontend.pages.sittings.live.page import FORMS as FORMS_OF_SITTINGS
from rostra_frontend.pages.sittings.live.page import page as live
from rostra_frontend.pages.sittings.ticker.page import page as ticker
from rostra_frontend.pages.start.home.page import page as home
from rostra_frontend.pages.voting.record.page import page as votes

PAGES = (
    home,
    calendar,
    meeting,
    building,
    planning,
    requests,
    asking_for_items,
    inviting,
    invitation,
    answers,
    versions,
    notice,
    moving,
    live,
    hall,
    ticker,
    votes,
    agenda_item,
    minutes,
    minutes_to_read,
    resolutions,
    resolution,
    organizations,
    organization,
    body,
    terms,
    term,
    people,
    person,
    papers,
    new_paper,
    paper_in_the_making,
    paper,
    file,
    posts,
    post_desk,
    new_post,
    post_in_the_making,
    post,
    topic,
    discussion,
    one_comment,
    editing_a_comment,
    history_of_a_comment,
    answering_a_comment,
    own_comments,
    polls,
    new_poll,
    poll,
    reports,
    new_report,
    report_desk,
    report_categories,
    report_figures,
    report,
    projects,
    project_desk,
    new_project,
    project_in_the_making,
    project,
    search,
    login,
    letter_login,
    moderation,
    moderation_log,
    moderation_figures,
    moderation_rules,
    decision,
    notice_of_wrong,
    own_notices,
    confirming,
    account,
    own_data,
    erased,
    taking,
    ending_letters,
    outbox,
    office,
    roles,
    standing_orders,
    *PAGES_OF_KEEPING,
    tables,
    imprint,
    privacy,
    accessibility,
)

FORMS = (
    confirm_letter,
    ask_for_a_link,
    give_notice,
    object_to_decision,
    *FORMS_OF_MODERATION,
    *FORMS_OF_RULES,
    create_meeting,
    *FORMS_OF_AGENDAS,
    *FORMS_OF_REQUESTS,
    *FORMS_OF_ASKING,
    send_invitation,
    notice_terms,
    send_supplement,
    answer_invitation,
    agree_to_e_mail,
    ask_for_post,
    record_delivery,
    enter_answer,
    move_meeting,
    cancel_meeting,
    *FORMS_OF_SITTINGS,
    *FORMS_OF_THREADS,
    *FORMS_OF_COMMENTS,
    *FORMS_OF_AUTHORS,
    *FORMS_OF_ANSWERING,
    summarise_participation,
    choose_letters,
    erase_account,
    change_account,
    end_login,
    end_other_logins,
    draft_poll,
    *FORMS_OF_POLLS,
    set_number,
    withdraw_number,
    *FORMS_OF_KEEPING,
    draft_paper,
    *FORMS_OF_PAPERS,
    *FORMS_OF_MINUTES,
    *FORMS_OF_READING,
    *FORMS_OF_RESOLUTIONS,
    draft_a_post,
    *FORMS_OF_POSTS,
    draft_project,
    *FORMS_OF_PROJECTS,
    *FORMS_OF_FOLLOWING,
    *FORMS_OF_REPORTS,
    *FORMS_OF_CATEGORIES,
)
