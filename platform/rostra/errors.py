"""The four ways to say no, each in a sentence that a councillor understands."""


class Refusal(Exception):
    """A request that the house declines, with the sentence that it says to the person."""

    code = "REFUSED"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """What was asked for is not there for this actor: absent and forbidden look the same."""

    code = "NOT_FOUND"

    def __init__(self, sentence: str = "There is nothing here.") -> None:
        super().__init__(sentence)


class NotPermitted(Refusal):
    """The actor may see the thing but not do this with it."""

    code = "NOT_PERMITTED"

    def __init__(self, sentence: str = "You are not permitted to do this.") -> None:
        super().__init__(sentence)


class Invalid(Refusal):
    """Something typed cannot be taken as it is; `field` names it."""

    code = "INVALID"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(Refusal):
    """The state of things forbids it now."""

    code = "CONFLICT"


class Overtaken(Conflict):
    """Somebody else changed it meanwhile; `text` is what stands there now."""

    def __init__(self, sentence: str, text: str, revision: int) -> None:
        super().__init__(sentence)
        self.text = text
        self.revision = revision
