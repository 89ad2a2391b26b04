"""After a freeze nothing in the key may change: neither what was decided nor what is masked."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Built, WriteStudy, transcript
from tests.freezing_fixtures import code_all, hack

from coder_tui.cli.main import cli
from coder_tui.domain.errors import RefusedError


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def frozen(write_study: WriteStudy) -> Built:
    """A frozen study in whose texts a name was found and masked, and cited before."""
    items = [
        transcript(
            f"t{n}", model=f"modelia-{n % 2}", turns=[{"role": "user", "text": "It is M0delia-1!"}]
        )
        for n in range(4)
    ]
    built = write_study(items, plan='coders = ["ana", "ben"]').init()
    code_all(built.path, {"ana": 1, "ben": 1})
    assert run("leaks", built.path, "--policy", "altered=mask").exit_code == 0
    assert run("freeze", built.path).exit_code == 0
    return built


def commitments(built: Built) -> Any:
    connection = sqlite3.connect(built.path)
    (found,) = connection.execute("select commitments from freeze").fetchone()
    connection.close()
    return json.loads(found)


CHANGES = {
    "identity": "update identity set masked = 0",
    "wrapper": "insert into wrapper values ('scaffold-bare', 'You are', '', 1)",
    "loss": "update loss set report = '{}'",
    "leak": "update leak set decision = 'kept'",
    "unleaked": "update unleaked set text = 'x'",
    "forgotten": "insert into forgotten values ('x')",
}


@pytest.mark.parametrize("table", CHANGES)
def test_a_key_edited_after_the_freeze_is_refused_with_the_name_of_the_table(
    frozen: Built, table: str
) -> None:
    assert hack(frozen.key_path, CHANGES[table]) >= 1
    for command in (["unblind", "--yes"], ["review", "--plain", "--key", frozen.key_path]):
        done = run(command[0], frozen.path, *command[1:])
        assert isinstance(done.exception, RefusedError), done.output
        assert f"its table {table} was changed after the freeze" in str(done.exception)


def test_a_freeze_names_the_digest_of_each_table(frozen: Built) -> None:
    assert set(commitments(frozen)) == {"1", "redaction", "redacted", *CHANGES}


def test_items_and_wrappers_that_come_after_a_freeze_change_nothing_of_it(
    frozen: Built, tmp_path: Path
) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(transcript("late", model="modelia-9", scaffold="scaffold-late")))
    wrapped = tmp_path / "scaffolds.toml"
    wrapped.write_text('[[scaffold]]\nid = "scaffold-late"\ntitle = "Late"\nbefore = "Think. "\n')
    done = run("import", frozen.path, more, "--scaffolds", wrapped)
    assert done.exit_code == 0, (done.output, done.exception)
    assert run("freeze", frozen.path, "--check").exit_code == 0
    done = run("unblind", frozen.path, "--yes")
    assert done.exit_code == 0, done.exception


def test_an_older_copy_of_the_key_is_refused(frozen: Built) -> None:
    hack(frozen.key_path, "pragma user_version = 2")
    done = run("review", frozen.path, "--plain", "--key", frozen.key_path)
    assert "older copy" in str(done.exception)
