"""The keys that attach evidence."""

import re
from typing import TYPE_CHECKING

from coder_tui.domain.coding import Citation, Source
from coder_tui.domain.items import Part
from coder_tui.domain.rubric import Dimension
from coder_tui.domain.text import clipped, plural
from coder_tui.tui.app import CoderApp
from coder_tui.tui.clipboard import copy_text
from coder_tui.tui.coding.evidence_desk import today
from coder_tui.tui.coding.frame import CodingFrame
from coder_tui.tui.notice import Notice

if TYPE_CHECKING:
    from coder_tui.tui.coding.source_form import Quoted

URL = re.compile(r"https?://[^\s<>\"')\]]+")


class Citing(CodingFrame):
    """The coding screen's actions on evidence."""

    def action_cite(self) -> None:
        """Cite the current turn or field, or the span in it; on an entry, ask for the source."""
        in_one_go = self._rhythm.in_one_go
        dimension = self.desk.cited_dimension(in_one_go=in_one_go)
        part = self.item_text.current_part
        if refused := self.desk.refuses_evidence(dimension, part):
            self.done(refused)
        elif self.desk.lists_search(dimension):
            self._ask_search(dimension)
        elif part is not None and self.desk.cites_sources:
            self._ask_source(dimension, part)
        elif part is not None:
            self._take(dimension, self.desk.quoted(part, self._chosen_span()))

    def action_take_over(self) -> None:
        """Attach what was cited while the dimension meant something else."""
        self.done(self.desk.take_over(in_one_go=self._rhythm.in_one_go))

    def _chosen_span(self) -> tuple[int, int] | None:
        """Give the span that is being chosen in the current part, None where none is."""
        span = self.item_text.span
        return None if span is None else (span.start, span.end)

    def _ask_source(self, dimension: Dimension, part: Part, filled: "Quoted | None" = None) -> None:
        """Ask where a quote comes from, and attach it.

        Args:
            dimension: what it is evidence for.
            part: the field it is quoted from.
            filled: what the form was filled in with when another version of the rubric came.
        """
        from coder_tui.tui.coding.source_form import SourceForm  # not before the first frame

        start, end = self._chosen_span() or (0, len(part.text))
        form = SourceForm(
            f"Evidence for {dimension.label}: where does it stand?",
            filled.quote if filled else part.text[start:end],
            last=filled.source if filled else self.desk.last_source(search=False),
            url=self._first_url(part),
            day=today(),
        )

        def take(given: "Quoted | None") -> None:
            if given is None:
                self.done(None)
                return
            at = part.text.find(given.quote, start)
            if at == start:  # untouched, the words are those that were chosen
                span = (start, start + len(given.quote))
                citation = self.desk.quoted(part, span, given.source)
            else:
                citation = self.desk.quoted_words(part, given.quote, given.source)
            if self._take(dimension, citation) and self.desk.dimension.evidence_offered:
                self._ask_source(self.desk.dimension, part, given)

        self.app.push_screen(form, take)

    def _ask_search(self, dimension: Dimension, filled: Source | None = None) -> None:
        """Ask where was searched for what is absent, and attach the list."""
        from coder_tui.tui.coding.source_form import SearchForm  # not before the first frame

        answer = self.desk.sheet.answer(dimension)
        word = answer.word if answer else ""
        form = SearchForm(
            f"{dimension.short} = {word}: where did you look without finding it?",
            last=filled or self.desk.last_source(search=True),
            day=today(),
        )

        def take(given: "Quoted | None") -> None:
            if given is None:
                self.done(None)
                return
            source = given.source
            search = self.desk.searched(source.place, source.url, source.accessed)
            if self._take(dimension, search) and self.desk.lists_search(self.desk.dimension):
                self._ask_search(self.desk.dimension, source)

        self.app.push_screen(form, take)

    def _take(self, dimension: Dimension, citation: Citation) -> bool:
        """Attach a citation; the span it was made from is done with.

        Returns:
            Whether it could not be, because the dimension has another version since it was asked.
        """
        self.item_text.end_span()
        notice = self.desk.attach(dimension, citation)
        self.done(notice)
        return notice.look_first and dimension.id == self.desk.dimension.id

    def action_span(self) -> None:
        """Begin a span at the cursor's line; in one, let its other end move."""
        if self.item_text.span is not None:
            self.item_text.turn_span()
        elif refused := self.desk.refuses_evidence(self.desk.dimension, self._part()):
            self.done(refused)
            return
        elif not self.item_text.begin_span():
            self.done(Notice(f"There are no words here; go to a {self.desk.unit}.", refused=True))
            return
        words = ("span-word", "span-word-back", "span", "cite", "drop")
        on, back, other, cite, drop = (self.desk.keys[each] for each in words)
        said = f"Span: arrows, {on}, {back} extend, {other} the other end, {cite} attaches"
        self.done(Notice(f"{said}, {drop} cancels"), saved=False)

    def _part(self) -> Part | None:
        return self.item_text.current_part

    def _first_url(self, part: Part) -> str:
        """Give the first link of a field, else of the item: the likeliest source."""
        for each in (part, *self.desk.item.turns):
            if found := URL.search(each.text):
                return found.group().rstrip(".,;")
        return ""

    def action_citations(self) -> None:
        """Go to the next citation of this dimension behind the cursor; a lost one is said."""
        dimension, part = self.desk.dimension, self.item_text.current_part
        evidence = self.desk.sheet.evidence(dimension)
        if part is None or not evidence:
            self._show_earlier(dimension)
            return
        placed = [(each, self.desk.standing(each)) for each in evidence if not each.is_search]
        lost = [each for each, place in placed if place is None]
        found_at = ((each.part, place.start, each) for each, place in placed if place)
        places = sorted(found_at, key=lambda each: each[:2])
        said = [self.desk.evidence_in_full(each) for each in evidence if each.is_search]
        if places:
            here = (part.idx, self.item_text.offset_in_part)
            found = next((each for each in places if each[:2] > here), places[0])
            self.item_text.go_to_place(*found[:2])
            said = [self.desk.evidence_in_full(found[2])]
        if lost:
            words = clipped(lost[0].quote, 40)
            self.done(Notice(f'LOST, no longer in the text: "{words}". Cite again.', refused=True))
        else:
            self.done(Notice(f"{dimension.short} {said[-1]}"), saved=False)

    def _show_earlier(self, dimension: Dimension) -> None:
        """Go to what was cited while the dimension meant something else, and say how to take it."""
        found = self.desk.earlier(dimension)
        if not found:
            self.done(Notice(f"{dimension.short} cites nothing yet.", refused=True))
            return
        place = self.desk.standing(found[0].citation)
        if place is not None and not found[0].citation.is_search:
            self.item_text.go_to_place(found[0].citation.part, place.start)
        said = f"{dimension.short} cites nothing; {self.desk.keys['take-over']} takes"
        self.done(Notice(f"{said} {self.desk.earlier_words(dimension)}"), saved=False)

    def action_copy(self) -> None:
        """Copy the span, else this dimension's quote here, else a link, else the whole part."""
        part = self.item_text.current_part
        if part is None:
            return
        if isinstance(self.app, CoderApp) and not self.app.settings.clipboard:
            self.done(Notice("Copying is off: clipboard = false in settings.toml.", refused=True))
            return
        what, text = self._worth_copying(part)
        if copy_text(self.app, text):
            said = f"Copied {what} ({plural(len(text), 'character')}), if your terminal allows it."
            self.done(Notice(said), saved=False)
        else:
            self.done(Notice(f"Not copied: {what} is too long for a terminal.", refused=True))

    def _worth_copying(self, part: Part) -> tuple[str, str]:
        if (span := self.item_text.span) is not None:
            return "the span", part.text[span.start : span.end]
        for citation in self.desk.sheet.cited(self.desk.dimension):
            if citation.part == part.idx:
                return "the quote", citation.quote
        if found := URL.search(part.text):
            return "the link", found.group().rstrip(".,;")
        return f"the {self.desk.unit}", part.text
