"""The rules by kind, in the order in which kinds are loaded."""

from rostra.imports.oparl.mapping import Rule
from rostra.imports.oparl.mappings.files import file
from rostra.imports.oparl.mappings.meetings import agenda_item, meeting
from rostra.imports.oparl.mappings.organizations import (
    body,
    legislative_term,
    location,
    membership,
    organization,
)
from rostra.imports.oparl.mappings.papers import consultation, paper
from rostra.imports.oparl.mappings.people import person

RULES: dict[str, Rule] = {
    rule.kind: rule
    for rule in (
        body,
        legislative_term,
        location,
        organization,
        person,
        membership,
        file,
        meeting,
        agenda_item,
        paper,
        consultation,
    )
}
"""What most others point to comes first, so that few references have to wait."""
