"""Tables of names in any script: every line as wide as the others, on screens and on paper."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.coded_by_three import by_hand
from tests.profile_fixtures import coded
from tests.review_fixtures import keyed_items
from tests.unit.test_cells import TEXTS

from coder_tui.analysis.pair_figures import matrix_lines
from coder_tui.analysis.pairs import pair_matrix
from coder_tui.analysis.plain_table import fitted, table
from coder_tui.analysis.profile_drawing import LABEL, draw
from coder_tui.analysis.profiles import profiles_of
from coder_tui.analysis.review import Review
from coder_tui.analysis.summary import effects_of
from coder_tui.domain.cells import width
from coder_tui.domain.text import visible_line
from coder_tui.storage.study import StudyFile
from coder_tui.tui.review.app import StudySource
from coder_tui.tui.review.conditions_detail import compact
from coder_tui.tui.review.effects_screen import heat_map
from coder_tui.tui.review.matrix_drawing import drawn
from coder_tui.tui.review.profiles_page import head_pieces, line_pieces

WIDE = "山田太郎の長い名前"
NAMES = st.one_of(
    TEXTS.map(visible_line), st.sampled_from([WIDE, "नि", "Zoë", "a" * 40, "👩\u200d💻"])
)
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def lines(pieces: Any) -> list[str]:
    """What pieces of text say, line by line."""
    said = "".join(each if isinstance(each, str) else each[0] for each in pieces)
    return said.splitlines()


def same_width(found: list[str]) -> bool:
    return len({width(each) for each in found}) == 1


@pytest.fixture
def review(write_study: Any) -> Review:
    built = coded(write_study)
    source = StudySource(built.path, keyed_items(built.key_path), lambda: built.path)
    try:
        return source.review()
    finally:
        source.close()


@MANY
@given(st.lists(st.tuples(NAMES, NAMES), max_size=5), NAMES)
def test_a_plain_table_keeps_its_columns(rows: list[tuple[str, str]], head: str) -> None:
    laid = table([head, "words", "n"], [[*row, "1"] for row in rows])
    assert same_width(laid.split("\n"))
    rule = laid.split("\n")[1]
    words = table([head, "n", "words"], [[a, "1", b] for a, b in rows], last_is_words=True)
    assert all(width(each) <= width(rule) for each in words.split("\n"))
    assert len(laid.split("\n")) == len(rows) + 2
    room = fitted([head, "n"], [[row[0], "1"] for row in rows], 24).split("\n")
    assert all(width(each) <= 24 for each in room)


@MANY
@given(NAMES, NAMES, st.integers(60, 140))
@example(WIDE, WIDE, 80)
def test_means_by_model_and_scaffold_keep_their_columns(
    review: Review, model: str, scaffold: str, room: int
) -> None:
    (first, *_) = review.conditions or ()
    named = replace(
        first,
        scaffolds=(scaffold, *first.scaffolds[1:]),
        rows=tuple(replace(each, model=model) for each in first.rows[:1]) + first.rows[1:],
        compared=None,
    )
    assert same_width(lines(compact(named, room)))


def test_effects_and_profiles_keep_their_columns(write_study: Any) -> None:
    built = coded(write_study)
    study = StudyFile.open(built.path, read_only=True)
    keyed = keyed_items(built.key_path)
    effects = effects_of(study, keyed).dimensions[0]
    profiles = profiles_of(study, keyed)
    study.close()

    @MANY
    @given(NAMES, NAMES, st.integers(60, 140))
    @example(WIDE, WIDE, 80)
    def hold(model: str, scaffold: str, room: int) -> None:
        layout = effects.layout
        named = replace(
            effects,
            layout=replace(
                layout,
                models=(model, *layout.models[1:]),
                scaffolds=(scaffold, *layout.scaffolds[1:]),
            ),
        )
        assert same_width(lines(heat_map(named, room)))
        system = profiles.systems[0]
        dimensions = tuple(
            replace(each, dimension=replace(each.dimension, label=model))
            for each in system.dimensions
        )
        shown = replace(system, model=model, scaffold=scaffold, dimensions=dimensions)
        drawing = draw([shown, shown], room)
        assert same_width(lines(head_pieces(drawing, 0, LABEL)))
        assert same_width(lines(line_pieces(drawing)))

    hold()


def test_pairs_and_tables_of_answers_keep_their_columns(write_study: Any) -> None:
    built = by_hand(write_study)
    source = StudySource(built.path, keyed_items(built.key_path), lambda: built.path)
    found = source.review()
    source.close()
    matrix = pair_matrix(found.agreement, found.paired[0])
    assert matrix is not None
    answers = found.answered[0].matrix(None)

    @MANY
    @given(NAMES, st.integers(60, 140))
    @example(WIDE, 80)
    def hold(name: str, room: int) -> None:
        heads, *rows = matrix_lines(replace(matrix, coders=("ana", "ben", name)), room) or ["", ""]
        assert all(width(each) <= room for each in (heads, *rows))
        points = tuple(replace(each, label=name) for each in answers.dimension.points)
        dimension = replace(answers.dimension, points=points)
        _, *table_of = lines(drawn(replace(answers, dimension=dimension), 0, 0, room))
        # The cell that is looked at and the last column end where the others do.
        assert len({width(re.sub(r"\s+$", "", each)) for each in table_of}) == 1

    hold()
