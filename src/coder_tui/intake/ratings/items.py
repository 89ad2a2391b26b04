"""The items that a table of scores names, by blind or by original ids, and quotes from them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coder_tui.domain.blinding import Masker, mask_text, text_hash
from coder_tui.domain.coding import Citation
from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Part
from coder_tui.domain.text import clipped
from coder_tui.storage.key import KeyFile
from coder_tui.storage.study import StudyFile


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the key says that is needed here."""

    originals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Blind ids by original id; several where sources share an id. Silent repeats are left out."""
    masker: Masker | None = None
    """Finds the names that are masked in the study; None where it hides none."""
    hidden: tuple[str, ...] = ()
    """What no coder may be called; also what is too short to be masked unasked."""

    @classmethod
    def of(cls, study: StudyFile, key: KeyFile) -> "KeyFacts":
        """Read them."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in key.rows():
            if row.repeats_blind_id is None:
                found[row.original_id].append(row.blind_id)
        names = key.connection.execute("select name from identity where masked = 1").fetchall()
        return cls(
            {name: tuple(blind_ids) for name, blind_ids in found.items()},
            Masker(name for (name,) in names) if study.info.blind else None,
            tuple(key.hidden_names()) if study.info.blind else (),
        )

    def masked(self, text: str) -> str:
        """Mask in a text the names that are masked in the items."""
        return mask_text(text, self.masker, {})[0] if self.masker else text


class Items:
    """Finds a study's items by what files call them; the key is opened at the first need of it."""

    def __init__(self, study: StudyFile, key: Callable[[], KeyFacts] | None) -> None:
        """Read which items there are.

        Args:
            study: open.
            key: opens the key; None where there is none.
        """
        ask = study.connection.execute
        self._known = {row[0] for row in ask("select blind_id from item")}
        self._practice = {row[0] for row in ask("select blind_id from calibration")}
        self._excluded = {row[0] for row in ask("select blind_id from exclusion")}
        self._open_key = key
        self._facts: KeyFacts | None = None
        self._checked: dict[str, str] = {}

    @property
    def has_key(self) -> bool:
        """Whether there is a key to be opened."""
        return self._open_key is not None

    @property
    def facts(self) -> KeyFacts:
        """What the key says; nothing where there is none."""
        if self._facts is None:
            self._facts = self._open_key() if self._open_key else KeyFacts()
        return self._facts

    def find(self, name: str) -> str:
        """Give the blind id of an item.

        Raises:
            BadInputError: there is none, there are several, or it is not one to be coded.
        """
        if name not in self._checked:
            self._checked[name] = self._find(name)
        return self._checked[name]

    def _find(self, name: str) -> str:
        blind_id = name if name in self._known else self._by_original(name)
        if blind_id in self._practice:
            raise BadInputError(f"{_said(name)} is an item for practice, which counts nowhere.")
        if blind_id in self._excluded:
            raise BadInputError(f"{_said(name)} was left out of the study by its lead.")
        return blind_id

    def _by_original(self, name: str) -> str:
        if not self.has_key:
            raise BadInputError(
                f"{_said(name)} is no blind id of this study.",
                hint="Where items stand under their original ids, give the key with --key.",
            )
        found = self.facts.originals.get(name, ())
        if len(found) > 1:
            raise BadInputError(
                f"{_said(name)} is the original id of {len(found)} items, from different sources.",
                hint="Name these by their blind ids, which an export with the key lists.",
            )
        if not found:
            raise BadInputError(f"{_said(name)} is neither a blind id nor an original id here.")
        return found[0]


def _said(name: str) -> str:
    return f'the item "{clipped(name, 40)}"'


class Quotes:
    """Finds quotes in the stored texts of items, which are read once each."""

    def __init__(self, study: StudyFile) -> None:
        self._study = study
        self._blind_id = ""
        self._parts: Sequence[Part] = ()

    def find(self, blind_id: str, quote: str, part: str) -> Citation | None:
        """Give where a quote stands: in the named part, else where it is first found.

        Args:
            blind_id: the item.
            quote: the words, exactly; empty for a whole part.
            part: a part's number or a field's name; empty where nothing is said.

        Returns:
            The place; None where the words are not there, or no such part.
        """
        if blind_id != self._blind_id:
            self._blind_id, self._parts = blind_id, self._study.item(blind_id).parts
        named = [each for each in self._parts if part and part in (str(each.idx), each.name)]
        if not quote:
            return self._cited(named[0], 0, named[0].text) if len(named) == 1 else None
        return self._first(named, quote) or self._first(self._parts, quote)

    def _first(self, parts: Iterable[Part], quote: str) -> Citation | None:
        for part in parts:
            start = part.text.find(quote)
            if start >= 0:
                return self._cited(part, start, quote)
        return None

    def _cited(self, part: Part, start: int, quote: str) -> Citation:
        salt = self._study.info.salt
        return Citation(part.idx, start, start + len(quote), quote, text_hash(salt, part.text))
