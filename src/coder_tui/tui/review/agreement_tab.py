"""The tab of agreement: dimensions by kind of coder, machines, coders against themselves."""

from typing import ClassVar

from coder_tui.analysis.apart import has_drifted
from coder_tui.analysis.figures import LEGEND
from coder_tui.analysis.first_look import FirstLook
from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import in_short, number
from coder_tui.analysis.pairs import pair_matrix
from coder_tui.analysis.review import Review
from coder_tui.analysis.sparks import BLOCKS, UNDEFINED, spark
from coder_tui.tui.literal import Piece
from coder_tui.tui.review import agreement_detail
from coder_tui.tui.review.agreement_lines import Lines
from coder_tui.tui.review.disagreements_tab import (
    DisagreementsTab,
    many_kinds,
    open_matrix,
)
from coder_tui.tui.review.page import IN_RUBRIC_ORDER, Key, Order, Page, Row
from coder_tui.tui.review.pairs_page import PairsScreen
from coder_tui.tui.review.parts_page import PartsScreen
from coder_tui.tui.review.tab import Desk, Tab

NOTHING = "No item has been submitted yet."
COMPUTING = "Intervals and verdicts are being computed ..."
TWO_CODERS = "Pairs need three {kind} coders who share items; here the line says all."
DRAWN = (
    "Drawn from 0 to 1: `o` is the value (`<`: below 0), `---` its interval, `|` the bar, `@` the "
    "value where the bar is. Time: alpha in stretches of items, one character each: "
    f"`{BLOCKS}` are 0 to 1, `{UNDEFINED}` is undefined."
)
NO_LINE = "Pairs and parts are those of a dimension that two coders of a kind have scored."


def _lowest(row: Row) -> Key:
    if not isinstance(row.entry, Measured):
        return (3.0,)
    value = row.entry.headline.value
    return (2.0 if value is None else value,)


def _most_differing(row: Row) -> Key:
    return (-row.entry.differ if isinstance(row.entry, Measured) else 1,)


class AgreementTab(Tab):
    """How far coders agree, dimension by dimension."""

    name = "Agreement"
    orders: ClassVar[tuple[Order, ...]] = (
        IN_RUBRIC_ORDER,
        Order("lowest first", _lowest),
        Order("most differing first", _most_differing),
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("review-pairs", "pairs"),
        ("review-parts", "parts"),
        ("review-matrix", "table"),
    )

    def page(self, review: Review, width: int) -> Page:
        """Give a line a dimension and kind of coder, then machines, then repeats."""
        lines = Lines(
            review.study.bar,
            review.paired,
            review.unpaired,
            review.judges.judged,
            review.intra_coder or (),
            _over_time(review),
            frozenset(
                at for at, each in enumerate(review.paired) if has_drifted(review.drift_of(each))
            ),
            meanings=review.study.meanings,
        )
        summary = _summary(review) if review.paired else ""
        return Page(lines.head(width), lines.rows(width), NOTHING, summary)

    def first_page(self, look: FirstLook, width: int) -> Page:
        """Give the lines while the intervals are being computed."""
        study = look.study
        lines = Lines(
            study.bar, look.paired, look.unpaired, computing=True, meanings=study.meanings
        )
        return Page(lines.head(width), lines.rows(width), NOTHING, COMPUTING)

    def detail(self, review: Review, entry: object, width: int) -> list[Piece]:
        """Give coefficients, means and disagreements behind a line."""
        return agreement_detail.detail(review, entry, width)

    def explanation(self, review: Review, entry: object | None, width: int) -> list[Piece]:
        """Give every coefficient of a line, and why one is undefined."""
        return agreement_detail.explanation(review, entry, width)

    def about(self, review: Review) -> str:
        """Say what is computed on what."""
        marked = f"; `{OTHER_MEANING}`: agreement is of another meaning of the dimension"
        other = marked if review.study.meanings.otherwise else ""
        return (
            "Agreement is computed on every submitted score before adjudication, those whose "
            "disagreements are held back among them, within one kind of "
            f"coder. The bar of this study is {number(review.study.bar, 3)}. {LEGEND} Behind the "
            f"verdict stands the number of items whose values differ{other}. Undefined is an "
            f"answer, not 0. {DRAWN}"
        )

    def open(self, desk: Desk, entry: object) -> None:
        """Open the disagreements of a dimension; else explain the line."""
        if isinstance(entry, Measured) and desk.review is not None:
            desk.tab(DisagreementsTab).show_only(entry, desk.review)
            desk.turn_to(DisagreementsTab, afresh=True)
        else:
            desk.explain()

    def has(self, action: str) -> bool:
        """Whether one of the own keys of tabs is this tab's."""
        return action in ("pairs", "parts", "matrix")

    def press(self, action: str, desk: Desk) -> None:
        """Open the pairs of coders, the parts of the items or the answers behind a line."""
        review = desk.review
        entry = desk.rows[desk.place].entry if desk.place < len(desk.rows) else None
        if review is None or not isinstance(entry, Measured):
            desk.say(NO_LINE)
        elif action == "matrix":
            open_matrix(desk, entry.dimension.id, entry.coder_kind)
        elif action == "parts":
            desk.open(PartsScreen(review, entry))
        elif pair_matrix(review.agreement, entry) is None:
            desk.say(TWO_CODERS.format(kind=entry.coder_kind))
        else:
            desk.open(PairsScreen(review, entry))


def _over_time(review: Review) -> dict[int, str]:
    """Give agreement over time in a few characters, by the place of the line."""
    found = ((at, review.drift_of(each)) for at, each in enumerate(review.paired))
    return {
        at: spark([e.value for e in each.headlines]) for at, each in found if each and each.windows
    }


def _summary(review: Review) -> str:
    """Give the stratified kappa of each kind of coder, which speaks for all dimensions."""
    found = [each for each in review.overall if each.how == "stratified"]
    many = many_kinds(review)
    return "  ".join(
        f"{f'{each.coder_kind}: ' if many else ''}stratified over {len(each.dimensions)} "
        f"dimensions: {in_short(each.coefficient)}"
        for each in found
    )
