"""What stands between the title of a figure and the drawing."""

from collections.abc import Iterable

from coder_tui.analysis.closed import Closed


def heads(
    banners: Iterable[str], closed: Closed, rests_on: str, *more: str
) -> tuple[list[str], list[str]]:
    """Give warnings, and what is to be known besides: rubric, freeze and unblinding.

    Args:
        banners: what has to stand over the study, `closed.lines` among it.
        closed: whether it is frozen, and conditions are open.
        rests_on: by which rubric, and by whom.
        more: warnings of this figure; empty ones are left out.
    """
    known = [each for each in (closed.freeze, closed.unblinded) if each]
    # What is provisional stands together, in front of what became of the freeze.
    first = [each for each in banners if each not in closed.lines]
    after = [each for each in closed.lines if each not in known]
    return [each for each in (*first, *more, *after) if each], [rests_on, *known]
