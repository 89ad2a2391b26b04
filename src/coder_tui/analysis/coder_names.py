"""Coefficients that were computed under numbers, given the names that their reader sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coder_tui.analysis.coefficients import Computed
from coder_tui.statistics.coefficient import Coefficient


def under_names(found: Computed, called: Mapping[str, str]) -> Computed:
    """Name whom coefficients are of; pairs come in the order of these names.

    Args:
        found: computed under other names.
        called: what each of those is called for the reader.
    """
    named = {id(each): under_name(each, called) for each in found.every}

    def of(each: Coefficient) -> Coefficient:
        # Headline and percent stay the same objects as among the others.
        return named.get(id(each)) or under_name(each, called)

    every = _in_order([named[id(each)] for each in found.every])
    return replace(found, headline=of(found.headline), percent=of(found.percent), every=every)


def under_name(found: Coefficient, called: Mapping[str, str]) -> Coefficient:
    """Name the coders of one coefficient."""
    if found.coders is None:
        return found
    return replace(found, coders=tuple(sorted(called.get(each, each) for each in found.coders)))


def _in_order(every: Sequence[Coefficient]) -> tuple[Coefficient, ...]:
    """Put the pairs in order, among themselves: what is of all coders stays where it is."""
    pairs = iter(sorted((e for e in every if e.coders is not None), key=lambda e: e.coders or ()))
    return tuple(each if each.coders is None else next(pairs) for each in every)
