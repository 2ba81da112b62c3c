"""Nobody forgets a table: whatever can hold something of somebody is exported and erased."""

import pytest

import rostra.kinds  # noqa: F401  (all tables)
from rostra.citizens.holdings import HOLDINGS, NOTHING_HELD, Fate
from rostra.records import Record

TABLES = Record.metadata.tables
LEADING = {"accounts.id", "persons.id"}
TELLING = ("author_", "account", "person", "email", "phone", "contact", "by_id")
"""What stands in the name of a column that can lead to somebody without a foreign key."""
NOT_LEADING = {
    "bodies": {"contact_email", "contact_name"},  # the city's own, published by it
    "projects": {"contact_name", "contact_email", "contact_phone"},  # the department's
    "resolutions": {"published_by_item_id"},
    "persons": {"email", "phone"},
    "accounts": {"email", "person_id"},
    "comments": {"author_name"},  # part of the holding
    "reports": {"author_name"},
    "report_words": {"author_name"},
    "report_contacts": {"email", "phone"},
}
ADVICE = "add a line to HOLDINGS or NOTHING_HELD in rostra/citizens/holdings.py"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_is_accounted_for(name):
    led = [column for one in HOLDINGS if one.table == name for column in one.columns]
    held = any(one.table == name for one in HOLDINGS)
    assert held != (name in NOTHING_HELD), f"{name}: {ADVICE}"
    assert len(led) == len(set(led)), f"{name} has two lines for one column"


def test_no_line_is_about_a_table_that_is_not_there():
    assert {one.table for one in HOLDINGS} | set(NOTHING_HELD) == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_that_leads_to_somebody_is_followed(name):
    followed = {column for one in HOLDINGS if one.table == name for column in one.columns}
    for column in TABLES[name].columns:
        leads = any(key.target_fullname in LEADING for key in column.foreign_keys)
        tells = any(word in column.name for word in TELLING)
        if (leads or tells) and column.name not in NOT_LEADING.get(name, ()):
            assert column.name in followed, f"{name}.{column.name}: {ADVICE}"


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.table)
def test_every_line_can_be_carried_out(holding):
    columns = [holding.records.c[name] for name in holding.columns]
    if holding.fate is Fate.DETACHED:
        assert all(column.nullable for column in columns)
    if holding.within:
        tables = [one.table for one in HOLDINGS]
        assert tables.index(holding.table) < tables.index(holding.within)


def test_no_account_can_go_while_something_points_to_it():
    keys = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "accounts.id"
    }
    undone = {Fate.STAYS, Fate.EXPIRES}
    done = {(h.table, c) for h in HOLDINGS if h.fate not in undone for c in h.columns}
    assert keys <= done
