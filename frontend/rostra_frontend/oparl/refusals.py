"""What OParl answers when it cannot answer: a status and a sentence for the person who asked."""

SENTENCES = {
    400: {
        "de": "Die Anfrage ist nicht verständlich.",
        "en": "The request cannot be understood.",
    },
    404: {
        "de": "Hier ist nichts zu finden.",
        "en": "There is nothing here.",
    },
    405: {
        "de": "Diese Schnittstelle kann nur gelesen werden.",
        "en": "This interface is for reading only.",
    },
    500: {
        "de": "Da ist etwas schiefgegangen. Der Fehler ist vermerkt.",
        "en": "Something went wrong. The error has been noted.",
    },
}
"""What is said to people, in the languages of the site."""


class Refused(Exception):
    """A request that gets an Error object; `debug` tells developers why, in English."""

    def __init__(self, status: int, debug: str) -> None:
        super().__init__(debug)
        self.status = status
        self.debug = debug

    def sentence(self, language: str) -> str:
        """What the person who asked is told."""
        return SENTENCES[self.status][language]
