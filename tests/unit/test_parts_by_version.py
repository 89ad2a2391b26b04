"""Parts by version of the rubric: none of the items gets lost, and a frozen set is found."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from tests.cli.test_review_command import run
from tests.freezing_fixtures import CODERS, close_set, give, items_of
from tests.rubric_fixtures import NEW_ANCHOR, again, bring, version
from tests.unit.test_versions_in_the_copy import by_version, line

from coder_tui.analysis.review import review_study
from coder_tui.analysis.slice_figures import meaning_of, summary_of
from coder_tui.storage.study import StudyFile

WORDS = version("2.0", ("D1 Clarity", "D1 Clearness"))
"""No dimension means something else."""
OTHER = version("3.0", ("D1 Clarity", "D1 Clearness"), NEW_ANCHOR)
"""`clarity` means something else."""


@pytest.fixture
def study(write_study: Callable[..., Any]) -> Iterator[StudyFile]:
    """Three items by both, one scored by both and submitted by one; then another version."""
    built = write_study().init()
    with closing(StudyFile.open(built.path)) as opened:
        first, second, third, fourth = items_of(opened)
        for coder, values in (("ana", (0, 1, 2)), ("ben", (0, 1, 1))):
            for blind_id, value in zip((first, second, third), values, strict=True):
                give(opened, coder, [blind_id], value)
        give(opened, "ana", [fourth], 2)
        give(opened, "ben", [fourth], 0, submit=False)
        bring(opened, WORDS)
        again(opened, "ben", fourth)
        yield opened


def parts(study: StudyFile) -> list[tuple[str, int]]:
    """Name without the fingerprint, and items, of each part."""
    found = by_version(study)
    return [(e.slice.name.split(" (")[0], e.percent.items) for e in found]


def unplaced(study: StudyFile) -> str:
    found = review_study(study, None)
    return found.slices.unplaced(line(found, "clarity"))


def test_an_item_that_was_open_when_its_version_ended_is_named(study: StudyFile) -> None:
    assert line(review_study(study, None), "clarity").percent.items == 4
    assert parts(study) == [("1.0", 3), ("2.0", 0)]
    said = unplaced(study)
    assert said.startswith("1 item in no part: scored under 1.0 (")
    assert said.endswith("submitted by two only after it had ended.")
    assert said in " ".join(run(study.path, "--plain").stdout.split())


def test_where_every_item_is_in_a_part_nothing_is_said(study: StudyFile) -> None:
    for coder in CODERS:
        give(study, coder, items_of(study)[3:], 1)
    assert parts(study) == [("1.0", 3), ("2.0", 1)]
    assert unplaced(study) == ""


def test_what_counted_under_a_version_is_found_when_it_counts_no_more(study: StudyFile) -> None:
    now = line(review_study(study, None), "clarity")
    bring(study, OTHER)
    assert parts(study) == [("1.0", 3), ("all of 2.0", 4), ("3.0", 0)]
    found = by_version(study)
    counted = found[1]
    assert counted.headline == now.headline
    assert "`all of` a version" in meaning_of(found)
    assert unplaced(study) == ""


def test_a_frozen_set_is_found_under_its_version(study: StudyFile) -> None:
    close_set(study)
    bring(study, OTHER)
    assert parts(study) == [("1.0", 3), ("frozen 2.0", 4), ("3.0", 0)]
    whole = line(review_study(study, None), "clarity")
    frozen = by_version(study)[1]
    assert (frozen.percent, frozen.headline) == (whole.percent, whole.headline)


def test_a_version_that_ends_keeps_the_interval_it_had(study: StudyFile) -> None:
    for coder in CODERS:
        give(study, coder, items_of(study), 2 if coder == "ana" else 1)
        give(study, coder, items_of(study)[:2], 0)
    before = line(review_study(study, None), "clarity")
    bring(study, OTHER)
    ended = next(each for each in by_version(study) if each.slice.name.startswith("2.0"))
    assert ended.headline == before.headline
    assert ended.headline.interval is not None


def test_the_range_leaves_out_parts_of_too_few_items(study: StudyFile) -> None:
    found = by_version(study)
    assert found[0].headline.value is not None
    assert "(1.0" not in summary_of(found)
    assert "too few items in 1" in summary_of(found)
