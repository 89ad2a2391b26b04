"""What the key says of items, as the review takes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyedItem:
    """What the key says of an item; given by who holds the key, never read here."""

    blind_id: str
    model: str | None
    scaffold: str | None
    repeats: str | None = None
    """The item that this one is a silent repeat of."""
    task: str | None = None
