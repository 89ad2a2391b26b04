"""The one kind of error that people are meant to read."""


class CoderError(Exception):
    """Something a person can put right: what is wrong, where, and what to do."""

    exit_code = 1

    def __init__(self, message: str, *, title: str = "Error", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        """Give the message and, where there is one, the hint, as one paragraph."""
        return f"{self.message} {self.hint}".strip()


class BadInputError(CoderError):
    """A file or an argument is not what was asked for."""

    exit_code = 2


class NotSavedError(CoderError):
    """A judgement could not be written; it has to be kept and tried again."""


class RefusedError(CoderError):
    """The study's rules say no."""


class NotHeldError(RefusedError):
    """The item is not, or no longer, among those that the coder codes."""


class TextChangedError(RefusedError):
    """What was to be quoted is no longer the text of the item."""
