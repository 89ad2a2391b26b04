"""An undefined coefficient goes by the name of the one that would be used."""

import pytest
from tests.unit.test_slices import ordinal

from coder_tui.analysis.coefficients import compute
from coder_tui.analysis.headlines import headline_of
from coder_tui.analysis.numerals import short_name
from coder_tui.analysis.scored import Scored

ONE = Scored(("ana",), ("1",), 2)
OTHER = Scored(("ben",), ("2",), 1)
THIRD = Scored(("cem",), ("2",), 1)


@pytest.mark.parametrize("only", [None, (), ("gwet_ac2",)])
@pytest.mark.parametrize(
    ("found", "team", "name"),
    [
        ([], 2, "q-kappa"),
        ([ONE], 2, "q-kappa"),
        ([ONE, OTHER], 2, "q-kappa"),
        ([Scored(("ana", "ben"), ("1", "1"), 3)], 2, "q-kappa"),
        ([], 3, "alpha"),
        ([ONE, OTHER], 3, "alpha"),
        ([ONE, OTHER, THIRD], 3, "alpha"),
    ],
)
def test_what_is_undefined_has_the_name_of_what_so_many_coders_would_have(
    found: list[Scored], team: int, name: str, only: tuple[str, ...] | None
) -> None:
    computed = compute(ordinal(3), found, seed=1, draws=0, only=only, team=team)
    assert computed.headline.undefined is not None
    assert short_name(computed.headline) == name
    assert computed.headline in computed.every


def test_a_part_of_what_has_no_value_has_that_name_too() -> None:
    whole = compute(ordinal(3), [ONE, OTHER], seed=1, draws=0).headline
    part = headline_of(ordinal(3), {(("ana",), ("1",)): 2}, whole, seed=1, draws=0)
    assert short_name(part.coefficient) == "q-kappa"
    assert part.coefficient.undefined == whole.undefined
