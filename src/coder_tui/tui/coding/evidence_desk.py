"""What a coder attaches to a score: turns, spans, sources, and where nothing was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from coder_tui.domain.anchoring import Found, find_quote
from coder_tui.domain.blinding import text_hash
from coder_tui.domain.coding import SEARCHED, Citation, EvidenceRow, Source
from coder_tui.domain.items import ItemKind, Part
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.storage.earlier_evidence import Earlier, read_earlier
from coder_tui.tui.coding.open_item import OpenItem
from coder_tui.tui.notice import Notice


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark: a part, and code points [start, end) of its stored text."""

    part: int
    start: int
    end: int


def today() -> str:
    """Give the coder's day, as ISO 8601."""
    return datetime.now().astimezone().date().isoformat()


class EvidenceDesk(OpenItem):
    """The open item, with what can be attached to it."""

    def open(self, blind_id: str) -> None:
        """Open an item on its first dimension without an answer."""
        self._hashes: dict[int, str] = {}
        self._earlier: Mapping[str, tuple[Earlier, ...]] | None = None
        super().open(blind_id)

    def _take_up_rubric(self, *, moved: bool = False) -> Notice:
        """Go on under the version of the rubric that came into force, at the same place."""
        self._earlier = None
        return super()._take_up_rubric(moved=moved)

    @property
    def cites_sources(self) -> bool:
        """Whether evidence on this item has a source, which is asked for in a form."""
        return self.item.kind is ItemKind.BENCHMARK

    def cited_dimension(self, *, in_one_go: bool) -> Dimension:
        """The dimension that a citation belongs to.

        Args:
            in_one_go: the key follows an answer or citation at once, and so means the dimension
                that was just dealt with, even where the screen has gone on to the next.
        """
        return self._left if in_one_go and self._left else self.dimension

    def lists_search(self, dimension: Dimension) -> bool:
        """Whether evidence for this dimension is now the list of places searched."""
        return dimension.owes_search(self.sheet.answer(dimension))

    def last_source(self, *, search: bool) -> Source | None:
        """The source, or the search, attached last on this item; None before the first."""
        latest = [
            step.row.citation for step in self.sheet.done if isinstance(step.row, EvidenceRow)
        ]
        # What was undone or submitted is no step any more, but may stand.
        standing = [each for cited in self.sheet.citations.values() for each in cited]
        for citation in (*reversed(latest), *reversed(standing)):
            if citation.source is not None and citation.is_search == search:
                return citation.source
        return None

    def earlier(self, dimension: Dimension) -> tuple[Earlier, ...]:
        """What was cited while the dimension meant something else, and could be cited again now."""
        if self._earlier is None:
            blind_id = self.item.blind_id
            self._earlier = read_earlier(self.study.connection, self.coder, blind_id)
        standing, search = self.sheet.evidence(dimension), self.lists_search(dimension)
        return tuple(
            each
            for each in self._earlier.get(dimension.id, ())
            if each.citation.is_search == search
            and each.citation not in standing
            and (search or (dimension.evidence_offered and self.standing(each.citation)))
        )

    def take_over(self, *, in_one_go: bool = False) -> Notice:
        """Attach what was cited while the dimension meant something else, and go on."""
        dimension = self.cited_dimension(in_one_go=in_one_go)
        if closed := self._closed():
            return closed
        found = self.earlier(dimension)
        if not found:
            none = f"{dimension.short} has no other evidence from an earlier version."
            return Notice(none, refused=True)
        *others, last = found
        for each in others:
            if (notice := self.attach(dimension, each.citation)).refused:
                return notice
        more = f" and {len(others)} more" if others else ""
        return self.attach(dimension, last.citation, more=f"{more} as in {last.version}")

    def earlier_words(self, dimension: Dimension) -> str:
        """Say what could be taken over: `turn 8 as in 1.0`; nothing where nothing could."""
        found = self.earlier(dimension)
        if not found:
            return ""
        if found[0].citation.is_search:
            said = "the search"
        else:
            places = [str(each) for each in sorted({each.citation.part for each in found})]
            said = f"{self.unit} {', '.join(places[:3])}{' ..' if len(places) > 3 else ''}"
        return f"{said} as in {visible_line(found[0].version)}"

    def refuses_evidence(self, dimension: Dimension, part: Part | None) -> Notice | None:
        """Say why nothing can be attached right now; None where it can."""
        if closed := self._closed():
            return closed
        if self.lists_search(dimension):
            return None
        if not dimension.evidence_offered:
            return Notice(f"{dimension.short} takes no evidence.", refused=True)
        if part is None or not part.idx:
            return Notice(f"The reference is no evidence; cite a {self.unit}.", refused=True)
        return None

    def quoted(
        self, part: Part, span: tuple[int, int] | None = None, source: Source | None = None
    ) -> Citation:
        """Give a citation of a part, or of a span of code points of its stored text."""
        start, end = span or (0, len(part.text))
        return Citation(part.idx, start, end, part.text[start:end], self._hash(part), source)

    def quoted_words(self, part: Part, words: str, source: Source) -> Citation:
        """Give a citation of words from a source; where they stand in the field, of that span."""
        at = part.text.find(words)
        if words and at >= 0:
            return self.quoted(part, (at, at + len(words)), source)
        return Citation(part.idx, 0, 0, words, self._hash(part), source)

    def searched(self, places: str, url: str = "", accessed: str = "") -> Citation:
        """Give the evidence that something is absent: where was searched, and when."""
        source = Source(
            SEARCHED, url, places, accessed or datetime.now().astimezone().date().isoformat()
        )
        return Citation(0, 0, 0, "", "", source)

    def cite(
        self,
        part: Part,
        *,
        span: tuple[int, int] | None = None,
        in_one_go: bool = False,
    ) -> Notice:
        """Attach a whole turn or field, or a span of it, as evidence."""
        dimension = self.cited_dimension(in_one_go=in_one_go)
        if refused := self.refuses_evidence(dimension, part):
            return refused
        return self.attach(dimension, self.quoted(part, span))

    def attach(self, dimension: Dimension, citation: Citation, *, more: str = "") -> Notice:
        """Attach a citation to a dimension and go on.

        Args:
            dimension: what it is evidence for.
            citation: the evidence.
            more: what is said behind it.
        """
        if closed := self._closed():
            return closed
        if citation in self.sheet.evidence(dimension):
            return Notice(f"{dimension.short} has this one already.", refused=True)
        said = f"{dimension.short} {self.attached_as(citation)}{visible_line(more)}"
        row = partial(self.recorder.cite, self.item.blind_id, dimension.id, citation)
        if not self._write(row):
            return self.kept(said)
        if dimension.id != self.dimension.id or dimension.id not in self.sheet.answers:
            return Notice(f"{said}.")
        return self._go_on(f"{said}.") if self.goes_on else Notice(f"{said}.")

    def attached_as(self, citation: Citation) -> str:
        """Say what a citation is: `cites turn 4`, `searched paper; code`."""
        if citation.source is not None and citation.is_search:
            return f"searched {citation.source.place}"
        part = next((each for each in self.item.parts if each.idx == citation.part), None)
        whole = part is None or (citation.start, citation.end) == (0, len(part.text))
        words = "" if whole else "words of "
        source = f" ({citation.source.kind})" if citation.source else ""
        return f"cites {words}{self.unit} {citation.part}{source}"

    def evidence_in_full(self, citation: Citation) -> str:
        """Say what a citation is with its source: kind, URL, page or section, day, quote."""
        said, source = self.attached_as(citation), citation.source
        if source is None:
            return f"{said}."
        if citation.is_search:
            return f"{said} on {source.accessed}."
        where = ", ".join(each for each in (source.url, source.place, source.accessed) if each)
        return f'{said}: {where}: "{clipped(citation.quote, 200)}"'

    def standing(self, citation: Citation) -> Found | None:
        """Where a quote stands in the text as it is now; None where it is lost.

        The text of a part can change when items are imported again. Evidence is never moved in
        silence: the row stays as it was given, and the screen says what it sees.
        """
        part = next((each for each in self.item.parts if each.idx == citation.part), None)
        if part is None:
            return None
        if citation.part_hash in ("", self._hash(part)):
            return Found(citation.start, citation.end, exact=True)
        return find_quote(citation.quote, part.text, near=citation.start)

    def marks(self) -> list[Mark]:
        """Where the quotes of the dimension in question stand in the item as it is now."""
        cited = self.sheet.cited(self.dimension)
        lengths = {part.idx: len(part.text) for part in self.item.parts} if cited else {}
        marks = []
        for each in cited:
            place = self.standing(each)
            if place is not None:
                # Words that stand in the source alone belong to the field as a whole.
                end = place.end if place.end > place.start else lengths[each.part]
                marks.append(Mark(each.part, place.start, end))
        return marks

    def unsettled(self) -> str:
        """Say how many quotes no longer stand where they were cited; empty where all do."""
        moved = lost = 0
        for citations in self.sheet.citations.values():
            for citation in citations:
                if citation.is_search:
                    continue
                standing = self.standing(citation)
                lost += standing is None
                moved += standing is not None and (standing.moved or not standing.exact)
        if not moved and not lost:
            return ""
        parts = [plural(moved, "quote") + " moved or changed"] if moved else []
        parts += [plural(lost, "quote") + " LOST"] if lost else []
        return f"The text changed since you cited: {', '.join(parts)}; ' shows them."

    def _hash(self, part: Part) -> str:
        """Give the hash of a part's text, which is computed once: a part can be long."""
        if part.idx not in self._hashes:
            self._hashes[part.idx] = text_hash(self.study.info.salt, part.text)
        return self._hashes[part.idx]
