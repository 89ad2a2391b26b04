"""What is said of "no benchmark" while some of them have no score yet; and the figure of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figure_fixtures import audits_like
from tests.figure_geometry import clashes, contrasts, outside, read

from coder_tui.analysis.audit_words import audit_text, not_measured
from coder_tui.cli.audit_json import audit_object
from coder_tui.reporting.figures.audit import audit_picture
from coder_tui.reporting.figures.picture import render

BOTH = "D1 Turns ({0}); D2 Help ({0})"
TOO_EARLY = (
    "Too early to say that no benchmark measures, because most have no final score (how many have "
    "one): "
)


@pytest.mark.parametrize(
    ("scored", "sentence"),
    [
        (0, TOO_EARLY + BOTH.format("0 of 16")),
        (1, TOO_EARLY + BOTH.format("1 of 16")),
        (7, TOO_EARLY + BOTH.format("7 of 16")),
        (8, f"Of the benchmarks that have a final score none measures: {BOTH}"),
        (16, f"No benchmark measures: {BOTH.format('0 on all 16')}"),
    ],
)
def test_no_benchmark_is_said_only_of_what_was_scored(scored: int, sentence: str) -> None:
    found = audits_like(scored)
    (audit,) = found.audits
    sentence = sentence.format(f"0 on {scored} of 16")
    assert not_measured(audit) == [f"{sentence}."]
    assert f"{sentence}." in " ".join(audit_text(audit).split())
    figure = " ".join(read(render(audit_picture(found), "svg")).texts)
    assert f"{sentence}." in figure
    whole = audit_object(audit)
    assert whole["uncovered"] == (["d0", "d1"] if scored >= 8 else [])
    assert whole["too_early"] == ([] if scored >= 8 else ["d0", "d1"])


def test_what_one_benchmark_measures_is_said_of_nothing_else() -> None:
    (audit,) = audits_like(1, value=2).audits
    assert not_measured(audit) == []


def test_what_coders_differ_on_is_no_only_while_most_are_open() -> None:
    (early,) = audits_like(2, disputed=1, labels=("D1 Turns",)).audits
    assert not_measured(early) == [f"{TOO_EARLY}D1 Turns (2 of 16)."]
    (late,) = audits_like(9, disputed=1, labels=("D1 Turns",)).audits
    assert not_measured(late) == [
        "Measured, if at all, only where coders differ and nobody has decided (how many "
        "benchmarks): D1 Turns (1 of 10 answered)."
    ]


def test_a_benchmark_to_which_a_dimension_does_not_apply_is_not_open() -> None:
    (audit,) = audits_like(6, 16, not_applicable=10, labels=("D1 Turns",)).audits
    assert not_measured(audit) == [
        "No benchmark measures: D1 Turns (0 on all 6, not applicable to 10)."
    ]


def test_the_legend_says_what_is_drawn() -> None:
    found = read(render(audit_picture(audits_like(1)), "svg"))
    said = " ".join(found.texts)
    assert "Hatched: no final score; hatched and empty: nobody has answered." in said
    assert "Blank" not in said
    hatched = [fill for _, fill in found.boxes if fill.startswith("url")]
    # Fifteen benchmarks on two dimensions, two pieces of bars, a sample in the key.
    assert len(hatched) == 15 * 2 + 2 + 1


@given(
    scored=st.integers(0, 5),
    disputed=st.integers(0, 3),
    dimensions=st.integers(1, 9),
    label=st.text("abc Mé模型$<-", min_size=1, max_size=50),
    title=st.text("abc Mé模型$<-", max_size=90),
)
@settings(max_examples=6, deadline=None)
def test_no_text_of_an_audit_stands_on_another(
    scored: int, disputed: int, dimensions: int, label: str, title: str
) -> None:
    labels = tuple(f"D{at} {label}" for at in range(dimensions))
    found = audits_like(scored, 9, labels=labels, title=f"{{}} {title}", disputed=disputed, value=2)
    figure = read(render(audit_picture(found), "svg"))
    assert clashes(figure) == []
    assert outside(figure) == []
    assert min(contrasts(figure))[0] >= 4.5


def test_an_audit_that_only_says_how_benchmarks_are_made_is_drawn_as_well() -> None:
    said = read(render(audit_picture(audits_like(2, 3, labels=())), "svg")).texts
    assert "interaction with a person" in said
