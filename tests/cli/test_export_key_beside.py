"""An export never takes a key unasked; where it could show conditions, it says so."""

import pytest
from tests.conftest import WriteStudy
from tests.freezing_fixtures import code_all
from tests.rating_files import run

SAID = "the key beside the study was not used"


@pytest.mark.parametrize(("seal", "said"), [("false", True), ("true", False)])
def test_a_key_that_is_not_used_is_said_where_conditions_are_open(
    write_study: WriteStudy, seal: str, said: bool
) -> None:
    built = write_study(plan=f'coders = ["ana", "ben"]\nseal = {seal}').init()
    code_all(built.path)
    out = built.path.with_name("out")
    done = run("export", built.path, "-o", out)
    assert done.exit_code == 0, done.exception
    assert (SAID in done.stderr) is said
    assert (f"--key {built.key_path}" in done.stderr) is said
    tables = b"".join(file.read_bytes() for file in out.glob("*.csv"))
    assert b"modelia-one" not in tables
    if said:
        with_key = run("export", built.path, "-o", out.with_name("open"), "--key", built.key_path)
        assert SAID not in with_key.stderr
    built.key_path.unlink()
    assert SAID not in run("export", built.path, "-o", out.with_name("bare")).stderr
