"""Items laid out as tasks by models by scaffolds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.analysis.keyed import KeyedItem
from coder_tui.analysis.layout import Layout


def item(number: int, model: str | None, scaffold: str | None, **more: str | None) -> KeyedItem:
    return KeyedItem(f"i{number}", model, scaffold, more.get("repeats"), more.get("task", "t"))


CELLS = st.tuples(
    st.sampled_from(["m1", "m2", "m3"]),
    st.sampled_from(["c1", "c2"]),
    st.sampled_from(["t1", "t2", "t3"]),
    st.floats(0, 2),
)


@given(st.lists(CELLS, min_size=1, max_size=30), st.randoms())
def test_a_cell_is_the_mean_of_its_items_whatever_their_order(
    cells: list[tuple[str, str, str, float]], random: object
) -> None:
    keyed = [item(at, m, c, task=t) for at, (m, c, t, _) in enumerate(cells)]
    numbers = {f"i{at}": value for at, (_, _, _, value) in enumerate(cells)}
    shuffled = list(keyed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    layout = Layout.of(shuffled)
    scores = layout.scores(numbers)
    assert scores.shape == (len(layout.tasks), len(layout.models), len(layout.scaffolds))
    for place, task in enumerate(layout.tasks):
        for at, model in enumerate(layout.models):
            for column, scaffold in enumerate(layout.scaffolds):
                found = [v for m, c, t, v in cells if (m, c, t) == (model, scaffold, task)]
                cell = scores[place, at, column]
                if found:
                    assert np.isclose(cell, sum(found) / len(found))
                else:
                    assert np.isnan(cell)


def test_repeats_and_items_without_a_condition_stand_nowhere() -> None:
    layout = Layout.of(
        [
            item(1, "m1", "c1"),
            item(2, "m2", "c2"),
            item(3, "m1", "c1", repeats="i1"),
            item(4, None, None),
        ]
    )
    assert set(layout.items) == {"i1", "i2"}
    assert layout.why_not == ""


def test_what_cannot_be_compared_says_why() -> None:
    assert "nothing to compare" in Layout.of([]).why_not
    assert "one scaffold" in Layout.of([item(1, "m1", "c1"), item(2, "m2", "c1")]).why_not
    assert "one model" in Layout.of([item(1, "m1", "c1"), item(2, "m1", "c2")]).why_not
    without = Layout.of([item(1, "m1", "c1", task=None), item(2, "m2", "c2", task=None)])
    assert "names no task" in without.why_not
    assert without.without_task == 2
