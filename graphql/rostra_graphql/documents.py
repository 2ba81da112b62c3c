"""Documents of the API, parsed and validated once and kept for the next time."""

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
)

from rostra_graphql.limits import refuse_too_long
from rostra_graphql.logins import STAND_ALONE

MOST_KEPT = 500
VOTE = "castVote"
"""The mutation whose documents are forgotten at once."""
MOST_ERRORS = 20


@dataclass(frozen=True)
class Prepared:
    """A document that fits the schema, and its operations by name."""

    document: DocumentNode
    operations: dict[str, OperationDefinitionNode]

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation that is wanted; a GraphQLError where that is not clear."""
        if name:
            if name in self.operations:
                return self.operations[name]
            raise GraphQLError(f"There is no operation named {name!r}.")
        if len(self.operations) != 1:
            raise GraphQLError("Say which operation is wanted: give operationName.")
        return next(iter(self.operations.values()))

    def root_fields(self, operation: OperationDefinitionNode) -> list[str]:
        """The names of the fields at the root of an operation, through all fragments."""
        fragments = {
            one.name.value: one.selection_set
            for one in self.document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        return fields_in(operation.selection_set, fragments)


def fields_in(chosen: SelectionSetNode, fragments: dict[str, SelectionSetNode]) -> list[str]:
    """The names of the fields of a selection, those of a fragment once however often it is spread.

    Spreads within spreads would double with every fragment; execution visits each once, too.
    """
    found: list[str] = []
    waiting = [chosen]
    spread: set[str] = set()
    while waiting:
        for one in waiting.pop().selections:
            if isinstance(one, FieldNode):
                found.append(one.name.value)
            elif isinstance(one, InlineFragmentNode):
                waiting.append(one.selection_set)
            elif isinstance(one, FragmentSpreadNode) and one.name.value not in spread:
                spread.add(one.name.value)
                waiting.append(fragments[one.name.value])
    return found


class Library:
    """The documents seen lately; those of our own pages are kept for ever."""

    def __init__(self, schema: GraphQLSchema, open_house: bool) -> None:
        self.schema = schema
        self.open_house = open_house
        """Whether the schema may be asked about itself and mistakes get suggestions."""
        self._own: dict[str, Prepared] = {}
        self._seen: OrderedDict[str, Prepared] = OrderedDict()

    def prepared(self, text: str, trusted: bool) -> Prepared:
        """The document, ready to be carried out; GraphQLErrors where it is not a fitting one."""
        if trusted:
            if text not in self._own:
                self._own[text] = self._prepare(text, trusted)
            return self._own[text]
        if text in self._seen:
            self._seen.move_to_end(text)
            return self._seen[text]
        refuse_too_long(text)
        ready = self._prepare(text, trusted)
        if VOTE in text:  # it may spell out a choice and a key, which nobody shall keep (VOT-3)
            return ready
        self._seen[text] = ready
        if len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        return ready

    def _prepare(self, text: str, trusted: bool) -> Prepared:
        document = parse(text)
        rules = list(specified_rules)
        if not (self.open_house or trusted):
            rules.append(NoSchemaIntrospectionCustomRule)
        errors = validate(
            self.schema,
            document,
            rules,
            max_errors=MOST_ERRORS,
            hide_suggestions=not self.open_house,
            allow_empty_selection_sets=False,
        )
        if errors:
            raise Unfit(errors)
        operations = {
            one.name.value if one.name else "": one
            for one in document.definitions
            if isinstance(one, OperationDefinitionNode)
        }
        ready = Prepared(document, operations)
        for operation in operations.values():
            refuse_mixed_logins(ready, operation)
        return ready


class Unfit(Exception):
    """A document that does not fit the schema, with all that is wrong with it."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


def refuse_mixed_logins(ready: Prepared, operation: OperationDefinitionNode) -> None:
    """Refuse an operation that does something else beside logging in or out."""
    if operation.operation != OperationType.MUTATION:
        return
    fields = ready.root_fields(operation)
    alone = STAND_ALONE.intersection(fields)
    if alone and len(fields) > 1:
        raise GraphQLError(f"{min(alone)} must stand alone in its operation.")
