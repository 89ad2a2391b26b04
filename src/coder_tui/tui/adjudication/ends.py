"""What the screen says when no case waits: how far the work is, and what final scores rest on."""

from collections.abc import Mapping

from coder_tui.domain.adjudicators import MAJORITY, in_words, together
from coder_tui.domain.text import plural, visible_line
from coder_tui.tui.adjudication.desk import Desk
from coder_tui.tui.adjudication.keys import CASES, FIND, LEAVE, UNDO
from coder_tui.tui.literal import Piece

BASES = {
    "agreed": "agreed: carried over from the coders",
    "majority": "by majority of the coders",
    "adjudicated": "adjudicated",
    "single": "of a single coder",
    "unresolved": "unresolved: without a final score",
}
"""What a final score rests on, in words, in the order in which they are counted."""


def nothing(desk: Desk) -> list[Piece]:
    """Say that no case waits, and what there was."""
    found, keys = desk.found, desk.keys
    pieces: list[Piece] = [("No disagreement waits for a decision.\n\n", "bold")]
    pieces.append(f"{plural(desk.decided, 'case')} decided in this study.\n")
    if found.held_back:
        more = plural(found.held_back, "case")
        pieces.append(f"{more} held back until all coders of the item have submitted it.\n")
    for names, cases in found.lacking.items():
        who, add = visible_line(in_words(together(names))), " ".join(f"--with {n}" for n in names)
        verb = "needs" if cases == 1 else "need"
        pieces.append(f"{plural(cases, 'case')} {verb} {who} as well: add {visible_line(add)}\n")
    if found.of_others:
        more = plural(found.of_others, "case")
        pieces.append(f"{more} of items that others coded: their own coders decide.\n")
    if found.of_machines:
        more = plural(found.of_machines, "case")
        pieces.append(f"{more} of machine coders: not settled, no final score rests on them.\n")
    by_majority = desk.study.info.adjudication == MAJORITY
    pieces += ["\n", *basis_lines(found.bases, by_majority=by_majority), "\n"]
    again = f"{' '.join(keys[each] for each in CASES)} or {keys[FIND]} looks again at a case"
    return [*pieces, (f"{keys[LEAVE]} leaves; {keys[UNDO]} takes back your last decision;\n{again}",
                      "$accent")]  # fmt: skip


def basis_lines(bases: Mapping[str, int], *, by_majority: bool) -> list[Piece]:
    """Count final scores by what they rest on, a line each."""
    pieces: list[Piece] = [("Final scores\n", "$accent bold")]
    for basis, words in BASES.items():
        if basis == "majority" and not by_majority:
            continue
        pieces.append(f"{bases.get(basis, 0):>6,}  {words:<38}\n")
    return pieces
