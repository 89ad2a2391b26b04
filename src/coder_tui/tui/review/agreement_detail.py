"""What is known of a line of agreement: below the list, and on the page behind `w`."""

from collections.abc import Sequence

from coder_tui.analysis.apart import drift_words, has_drifted
from coder_tui.analysis.figures import (
    alpha_line,
    coefficient_lines,
    counts_line,
    drift_line,
    headline_line,
    marked_note,
    overall_line,
)
from coder_tui.analysis.ground import OTHER_MEANING
from coder_tui.analysis.judges import Judged
from coder_tui.analysis.measured import Measured
from coder_tui.analysis.numerals import chances, in_short, number, precisely, short_name
from coder_tui.analysis.pair_figures import matrix_lines
from coder_tui.analysis.pairs import pair_matrix
from coder_tui.analysis.repeats import Repeated
from coder_tui.analysis.review import Review, Unpaired
from coder_tui.analysis.sparks import spark
from coder_tui.domain.columns import RIGHT, padded, widest
from coder_tui.domain.text import clipped, plural, visible_line
from coder_tui.tui.literal import Piece
from coder_tui.tui.review.conditions_detail import compact, what_it_shows
from coder_tui.tui.review.pairs_page import matrix_pieces
from coder_tui.tui.review.pieces import labelled, lines

ROOM_FOR_PAIRS = 66
"""Columns from which on the pane has room for the matrix of pairs."""


def detail(review: Review, entry: object, width: int) -> list[Piece]:
    """Give what is known of the current line, for a pane of this width."""
    if isinstance(entry, Measured):
        return _of_measured(review, entry, width)
    if isinstance(entry, Unpaired):
        return _of_unpaired(review, entry, width)
    if isinstance(entry, Judged):
        return _of_judged(entry, width)
    if isinstance(entry, Repeated):
        return _of_repeated(entry, width)
    return []


def explanation(review: Review, entry: object | None, width: int) -> list[Piece]:
    """Give why a coefficient is what it is, and all of them."""
    pieces: list[Piece] = []
    if isinstance(entry, Measured):
        pieces += [*labelled(f"{entry.dimension.label}:", entry.dimension.question, width), "\n"]
        pieces += [(f"{marked_note(entry, review.study.meanings)}\n", "bold")]
        pieces += [*lines(entry.explanation, width), "\n"]
        pieces += [*_counts(review, entry, width), *_drift(review, entry, width)]
        pieces += lines(alpha_line(entry), width)
        pieces += [*_over_dimensions(review, entry, width), *_in_full(entry, review.study.bar)]
    elif isinstance(entry, Unpaired):
        pieces += [(f"{entry.sentence}\n", "bold"), *_of_unpaired(review, entry, width)]
    elif isinstance(entry, Judged | Repeated):
        dimension = entry.dimension
        pieces += labelled(f"{dimension.label}:", dimension.question, width)
        pieces += detail(review, entry, width)
    return [*pieces, "\n"]


def _of_measured(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Give what matters most first: a low pane shows the first six lines only."""
    tables = [t for t in review.conditions or () if t.dimension.id == entry.dimension.id]
    why = entry.headline.undefined
    # Where means stand before it, the explanation comes too late to say it.
    said = why.sentence if why and tables else ""
    means = compact(tables[0], width) if tables else []
    shows = what_it_shows(tables[0], width) if tables else []
    if tables and tables[0].ground.other_meaning:
        # Two scales stand side by side: that they are two comes before the second.
        means, shows = [*shows, *means], []
    pieces = [*_counts(review, entry, width, said), *means, *_preview(review, entry, width)]
    pieces += [*shows, *lines(entry.explanation, width)]
    *pairs, of_all = coefficient_lines(entry)
    pieces += _matrix(review, entry, width) or _wrapped(pairs, width)
    return [
        *pieces,
        *_drift(review, entry, width),
        *lines(of_all, width),
        *lines(alpha_line(entry), width),
    ]


def _matrix(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Give the matrix of three coders or more; nothing where there is no room for it."""
    matrix = pair_matrix(review.agreement, entry)
    if matrix is None or width < ROOM_FOR_PAIRS or not matrix_lines(matrix, width):
        return []
    return matrix_pieces(matrix, width)


def _wrapped(said: Sequence[str], width: int) -> list[Piece]:
    return [line for each in said for line in lines(each, width)]


def _drift(review: Review, entry: Measured, width: int) -> list[Piece]:
    found = review.drift_of(entry)
    if found is None:
        return []
    words = [(str(line), "$warning") for line in lines(drift_words(found), width)]
    return [*lines(drift_line(found), width), *words]


def _over_dimensions(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Give what is known of all dimensions together; the pooled value says that it is one."""
    found = [each for each in review.overall if each.coder_kind == entry.coder_kind]
    said = _wrapped([overall_line(each) for each in found], width)
    return ["\n", ("All dimensions\n", "bold"), *said] if said else []


def _of_unpaired(review: Review, entry: Unpaired, width: int) -> list[Piece]:
    why = (
        f"Agreement is computed within one kind of coder, on items that two of them have "
        f"submitted; of {entry.coder_kind} coders there is no such item yet."
    )
    counts = [piece for each in entry.measured for piece in _counts(review, each, width)]
    return [*lines(why, width), *counts]


def _of_judged(entry: Judged, width: int) -> list[Piece]:
    """Give how sure kappa is, the answers in which a machine differs, and what they rest on."""
    pieces: list[Piece] = []
    if entry.confusion:
        heads = "".join(f"{answer:>6}" for answer in entry.confusion.answers)
        title = f"{clipped(entry.coder, 20)} \\ {entry.against}"
        name = widest([title, *entry.confusion.answers]) + 1
        pieces.append((f"{padded(title, name)}{heads}\n", "$secondary"))
        for answer, counts in zip(entry.confusion.answers, entry.confusion.counts, strict=True):
            pieces.append(
                f"{padded(answer, name - 1, RIGHT)} {''.join(f'{n:>6}' for n in counts)}\n"
            )
    why = entry.kappa.undefined.sentence if entry.kappa.undefined else entry.kappa.note
    sure = "" if entry.kappa.undefined else f"{in_short(entry.kappa)}  {chances(entry.kappa)}"
    said = labelled(entry.dimension.short, sure, width) if sure else []
    return [*said, *pieces, *lines(f"{entry.sentence} {why}", width)]


def _of_repeated(entry: Repeated, width: int) -> list[Piece]:
    """Give how far a coder agrees with themselves, and how sure that is."""
    sure = (
        [in_short(entry.headline), chances(entry.headline)] if not entry.headline.undefined else []
    )
    said = "  ".join(filter(None, [f"{entry.coder} against themselves", *sure]))
    return [*labelled(entry.dimension.short, said, width), *lines(entry.sentence, width)]


def _counts(review: Review, entry: Measured, width: int, why: str = "") -> list[Piece]:
    said = "  ".join(
        filter(None, [why or headline_line(entry, review.study.bar), _spark(review, entry)])
    )
    pieces = labelled(entry.dimension.short, said, width)
    return [*pieces, *_other_meaning(review, entry, width), *lines(counts_line(entry), width)]


def _other_meaning(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Say by which version agreement is; nothing where the dimension means the same by now."""
    of = review.study.meanings.of(entry.dimension.id)
    said = lines(f"{OTHER_MEANING} {of}", width) if of else []
    return [(str(line), "$warning") for line in said]


def _spark(review: Review, entry: Measured) -> str:
    """Give agreement over time in a few characters; nothing where it was not computed."""
    found = review.drift_of(entry)
    if found is None or not found.windows:
        return ""
    mark = " drift?" if has_drifted(found) else ""
    return f"over time {spark([each.value for each in found.headlines])}{mark}"


def _preview(review: Review, entry: Measured, width: int) -> list[Piece]:
    """Give the first disagreements behind a line of agreement: `k7f2 0|2  m3qd 1|2`."""
    found = review.disagreements_on(entry)
    meanings = review.study.meanings
    other = entry.dimension.id in meanings.otherwise
    version = f" by version {visible_line(meanings.in_force)}" if other else ""
    if not found:
        held = "; those on open items are held back" if review.held_back else ""
        unlisted = f"; {meanings.unlisted}" if other else ""
        said = lines(f"no disagreement to show{version}{held}{unlisted}", width)
        return [(str(line), "$secondary") for line in said]
    # What is late did not differ when agreement was measured: it is counted once, as late.
    of_kind = sum(each.kind == "applicability" and not each.late for each in found)
    late = sum(each.late for each in found)
    on_what = f", {of_kind:,} on applicability" if of_kind else ""
    in_time = f", {late:,} late" if late else ""
    text = f"Enter: {plural(len(found), 'disagreement')}{version}{on_what}{in_time}  "
    for each in found:
        more = f"{each.blind_id} {'|'.join(a.answer.word for a in each.answers)}  "
        if len(text) + len(more) > width:
            break
        text += more
    return [(f"{clipped(text, width)}\n", "$secondary")]


def _in_full(entry: Measured, bar: float) -> list[Piece]:
    pieces: list[Piece] = ["\n"]
    for each in entry.coefficients:
        who = ", ".join(each.coders) if each.coders else "all coders"
        pieces += [
            f"{short_name(each):<9}{number(each.value, 3):>6}  n {each.items:<5} "
            f"pairs {each.pairs:<6}{visible_line(who)}\n"
        ]
        if sure := precisely(each, bar=bar):
            pieces += [(f"   {sure}\n", "$secondary")]
        if each.undefined and each is not entry.headline:
            pieces += [(f"   undefined: {each.undefined.short}\n", "$secondary")]
        if each.note:
            pieces += [(f"   {each.note}\n", "$warning")]
    return pieces
