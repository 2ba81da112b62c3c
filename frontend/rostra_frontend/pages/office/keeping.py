"""The pages and forms with which the council itself is kept."""

from rostra_frontend.pages.office.bodies.page import found
from rostra_frontend.pages.office.bodies.page import page as bodies
from rostra_frontend.pages.office.body.page import change as change_body
from rostra_frontend.pages.office.body.page import page as body
from rostra_frontend.pages.office.ending.page import end as end_organization
from rostra_frontend.pages.office.ending.page import page as ending
from rostra_frontend.pages.office.new_organization.page import enter as enter_organization
from rostra_frontend.pages.office.new_organization.page import page as new_organization
from rostra_frontend.pages.office.new_person.page import enter as enter_person
from rostra_frontend.pages.office.new_person.page import page as new_person
from rostra_frontend.pages.office.new_term.page import enter as enter_term
from rostra_frontend.pages.office.new_term.page import page as new_term
from rostra_frontend.pages.office.organization.page import change as change_organization
from rostra_frontend.pages.office.organization.page import page as organization
from rostra_frontend.pages.office.organizations.page import page as organizations
from rostra_frontend.pages.office.person.page import FORMS as FORMS_OF_PERSON
from rostra_frontend.pages.office.person.page import page as person
from rostra_frontend.pages.office.persons.page import page as persons
from rostra_frontend.pages.office.seat.page import FORMS as FORMS_OF_SEAT
from rostra_frontend.pages.office.seat.page import page as seat
from rostra_frontend.pages.office.term.page import change as change_term
from rostra_frontend.pages.office.term.page import page as term
from rostra_frontend.pages.office.terms.page import page as terms

PAGES_OF_KEEPING = (
    organizations,
    new_organization,
    organization,
    ending,
    persons,
    new_person,
    person,
    seat,
    terms,
    new_term,
    term,
    bodies,
    body,
)
FORMS_OF_KEEPING = (
    enter_organization,
    change_organization,
    end_organization,
    enter_person,
    *FORMS_OF_PERSON,
    *FORMS_OF_SEAT,
    enter_term,
    change_term,
    found,
    change_body,
)
