"""The schema that lies beside the package is the one that is served, and says what it means."""

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, is_introspection_type

from rostra_graphql.logins import STAND_ALONE
from rostra_graphql.nodes import TYPE_NAMES
from rostra_graphql.schema import SCHEMA_FILE, THINGS, executable, exported

TYPES = [kind for kind in executable.type_map.values() if not is_introspection_type(kind)]


def test_the_kept_schema_is_current():
    advice = "Run: rostra export-schema > graphql/schema.graphql"
    assert SCHEMA_FILE.read_text("utf-8") == exported(), advice


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_everything_is_described(kind):
    missing = [] if kind.description else [kind.name]
    if isinstance(kind, GraphQLEnumType):
        assert missing == []
        return
    for name, field in getattr(kind, "fields", {}).items():
        if not field.description:
            missing.append(f"{kind.name}.{name}")
        if isinstance(kind, GraphQLInputObjectType):
            continue
        for argument, details in field.args.items():
            if not details.description:
                missing.append(f"{kind.name}.{name}({argument})")
    assert missing == []


def test_every_thing_has_a_name_and_a_way_to_be_found():
    assert set(TYPE_NAMES.values()) == set(THINGS)


def test_the_verbs_that_stand_alone_exist():
    assert set(executable.mutation_type.fields) >= STAND_ALONE


def test_nothing_tells_who_wrote_a_comment():
    assert "author" not in executable.type_map["Comment"].fields
    assert "account" not in executable.type_map["Viewer"].fields
