"""What is final without a decision: the same in the words of SQLite, of DuckDB and of the desk."""

import sqlite3
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.adjudicators import MODES, in_words, people, settled, together
from coder_tui.domain.rubric import CANNOT_JUDGE, NOT_APPLICABLE, Answer, scored
from coder_tui.storage.views import FINAL_SCORE

ANSWERS = (scored(0), scored(1), scored(2), NOT_APPLICABLE, CANNOT_JUDGE)
TABLES = (
    "create table study (simulated integer, adjudication varchar)",
    "create table coder (name varchar, kind varchar)",
    "create table submitted_score (coder varchar, blind_id varchar, dimension varchar, "
    "state varchar, value varchar, number double)",
    "create table adjudication (sitting varchar, seq bigint, blind_id varchar, dimension varchar, "
    "state varchar, value varchar, number double, rubric varchar, clock bigint, "
    "undoes_sitting varchar, undoes_seq bigint)",
    "create table rubric_condition (fingerprint varchar, dimension varchar, parent varchar, "
    "at_least integer)",
    "create table rubric_in_force (fingerprint varchar)",
    "create table counted_version (dimension varchar, fingerprint varchar)",
)

answers = st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=6)
decisions = st.lists(st.tuples(st.booleans(), st.sampled_from(["new", "same", "old"])))


def _taken_back(n: int, under: str) -> tuple[object, ...]:
    return ("s", 2 * n + 1, "i", "d", "cleared", None, None, under, n, "s", 2 * n)


def expected(given_answers: list[Answer], mode: str) -> tuple[Any, ...]:
    """State, value and basis by the plain rule."""
    final = settled(given_answers, mode)
    if final is None:
        return (None, None, "unresolved")
    if len(set(given_answers)) > 1:
        basis = "majority"
    else:
        basis = "single" if len(given_answers) == 1 else "agreed"
    return (final.state.value, final.value, basis)


@given(given_answers=answers, mode=st.sampled_from(MODES), decided=decisions)
def test_both_databases_settle_as_the_plain_rule_does(
    given_answers: list[Answer], mode: str, decided: list[tuple[bool, str]]
) -> None:
    """`decided`: one decision after another, each taken back at once where it is False.

    Those under another meaning of the dimension do not count.
    """
    rows = [
        (f"c{n}", "i", "d", each.state.value, each.value, each.number)
        for n, each in enumerate(given_answers)
    ]
    made = [
        row
        for n, (stays, under) in enumerate(decided)
        for row in (
            ("s", 2 * n, "i", "d", "scored", str(n), float(n), under, n, None, None),
            *([] if stays else [_taken_back(n, under)]),
        )
    ]
    standing = [n for n, (stays, under) in enumerate(decided) if stays and under != "old"]
    wanted = expected(given_answers, mode)
    if standing:
        wanted = ("scored", str(standing[-1]), "adjudicated")
    for connection in (sqlite3.connect(":memory:"), duckdb.connect(":memory:")):
        for table in TABLES:
            connection.execute(table)
        connection.execute("insert into study values (0, ?)", (mode,))
        connection.execute("insert into rubric_in_force values ('new')")
        connection.execute("insert into counted_version values ('d', 'same'), ('d', 'new')")
        for n, row in enumerate(rows):
            connection.execute("insert into coder values (?, 'human')", (f"c{n}",))
            connection.execute("insert into submitted_score values (?, ?, ?, ?, ?, ?)", row)
        for each in made:
            connection.execute(
                "insert into adjudication values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", each
            )
        found = connection.execute(FINAL_SCORE).fetchall()
        connection.close()
        ((_, _, state, value, _, basis, kind, coders),) = found
        assert (state, value, basis) == wanted
        assert (kind, coders) == ("human", len(given_answers))


@given(answers)
def test_a_majority_is_more_than_half_and_whoever_answers_next_cannot_lose_all_of_it(
    given_answers: list[Answer],
) -> None:
    final = settled(given_answers, "majority")
    most = max(given_answers.count(each) for each in given_answers)
    assert (final is not None) == (2 * most > len(given_answers))
    if final is not None:
        assert given_answers.count(final) == most


@given(answers)
def test_two_coders_who_differ_have_no_majority_and_other_modes_none_at_all(
    given_answers: list[Answer],
) -> None:
    differ = len(set(given_answers)) > 1
    for mode in ("third", "consensus"):
        assert (settled(given_answers, mode) is None) == differ
    if len(given_answers) == 2:
        assert (settled(given_answers, "majority") is None) == differ


def test_nobody_has_answered_and_nothing_is_final() -> None:
    assert settled([], "majority") is None


@pytest.mark.parametrize(
    ("names", "one", "read"),
    [
        (("ben", "ana"), "ana+ben", "ana and ben"),
        (("cleo", "ana", "ben"), "ana+ben+cleo", "ana, ben and cleo"),
        (("judge",), "judge", "judge"),
    ],
)
def test_people_decide_under_one_name_whoever_was_named_first(
    names: tuple[str, ...], one: str, read: str
) -> None:
    assert together(names) == one
    assert people(one) == tuple(sorted(names))
    assert in_words(one) == read
