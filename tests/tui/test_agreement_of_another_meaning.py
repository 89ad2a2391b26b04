"""Agreement that is of another version's meaning says so, on the screen and on paper."""

import json
from typing import Any

from tests.cli.test_profile_versions import went_on
from tests.cli.test_review_command import run
from tests.tui.recalled import review_app
from tests.tui.test_review_screen import settled

__all__ = ["went_on"]

SAID = "# by version 1.0, before its meaning changed (2.0 is in force); frozen"
UNLISTED = "those of version 1.0 are not listed: they are about an earlier meaning"


def joined(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def lines_of(text: str, start: str) -> list[str]:
    return [each for each in text.splitlines() if start in each]


async def test_the_tab_its_detail_and_its_page_mark_it(went_on: Any) -> None:
    app = review_app(went_on, with_key=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        text = await settled(pilot)
        assert "  # UNCLEAR: 1 differ" in lines_of(text, "D1 Clarity ")[0]
        assert "#" not in lines_of(text, "D2 Escalated ")[0]
        assert SAID in text
        assert f"no disagreement to show by version 2.0; {UNLISTED}" in joined(text)
        await pilot.press("down")
        text = await settled(pilot)
        assert "by version" not in text
        await pilot.press("up", "w")
        why = joined(await settled(pilot))
        assert "# UNCLEAR: 1 differ" in why
        assert SAID in why


def test_paper_and_programs_are_told(went_on: Any) -> None:
    plain = run(went_on.path, "--plain").stdout
    table, rest = plain.split("AGREEMENT of human", 1)[1].split("over 2 dimensions", 1)
    assert "# UNCLEAR: 1 differ" in lines_of(table, "D1 Clarity ")[0]
    assert "#" not in lines_of(table, "D2 Escalated ")[0]
    assert f"# D1: {SAID[2:]}. Of the disagreements, {UNLISTED}." in joined(table)
    assert SAID in joined(rest)
    found = json.loads(run(went_on.path, "--json").stdout)["agreement"]
    assert {e["dimension"]: (e["other_meaning"], e["rubric_version"]) for e in found} == {
        "clarity": (True, "1.0"),
        "escalated": (False, "1.0"),
        "escalation_quality": (False, "1.0"),
    }


def test_applicability_is_told_where_it_was_a_question(went_on: Any) -> None:
    plain = run(went_on.path, "--plain").stdout
    told = plain.split("\nD1  ")[1].split("\nD2  ")
    assert "applicable? 100 %" in told[0]
    assert "applicable?" not in told[1].split("PARTS")[0]
