"""Figures as files: whole, the same each time, readable by programs and people."""

import ast
import shutil
import stat
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from matplotlib.colors import to_hex
from tests.figure_geometry import clashes, contrasts, luminance, outside, read
from tests.profile_fixtures import HOSTILE, coded

from coder_tui.cli.main import cli
from coder_tui.domain.errors import BadInputError
from coder_tui.reporting.figures.ink import INK, fill_of

SOURCE = Path(__file__).parents[2] / "src" / "coder_tui"
SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"
Build = Callable[..., Any]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def texts(svg: bytes) -> list[str]:
    """Every text of a figure, as text."""
    return [
        "".join(each.itertext()).strip() for each in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


def described(svg: bytes) -> tuple[str, str]:
    """Title and description, where a screen reader looks for them."""
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    return title.text or "", description.text or ""


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, once the pixels are known to be whole."""
    assert png.startswith(PNG)
    data, at = b"", len(PNG)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    width, height = struct.unpack(">II", png[16:24])
    assert len(zlib.decompress(data)) == height * (width * 4 + 1)
    return width, height


def draw(folder: Path, command: str, study: Path, key: Path, times: int = 1) -> tuple[bytes, bytes]:
    """Draw, in two forms; give SVG and PNG, once it is known that each time makes the same."""
    made = []
    for name in range(times):
        svg, png = folder / f"{name}.svg", folder / f"{name}.png"
        done = run(command, study, "--key", key, "--svg", svg, "--png", png)
        assert done.exit_code == 0, done.exception
        assert done.stdout == ""
        made.append((svg.read_bytes(), png.read_bytes()))
    assert made == made[:1] * times
    return made[0]


def stands_apart(svg: bytes) -> None:
    found = read(svg)
    assert clashes(found) == []
    assert outside(found) == []
    assert min(contrasts(found))[0] >= 4.5


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stress")
    assert run("demo", "--dir", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    assert run("demo", "--audit", "--dir", folder).exit_code == 0
    return folder


def test_profiles_as_a_figure(stress: Path, tmp_path: Path) -> None:
    svg, png = draw(tmp_path, "profile", stress / "stress.db", stress / "stress.key.db", 2)
    said = texts(svg)
    for label in (
        "D3 Verification support",
        "system-b",
        "C4 (15 items)",
        "agreement",
        "bar 0.667",
    ):
        assert label in said
    assert "undefined: all scores 2" in " ".join(said)
    stands_apart(svg)
    assert any(each.startswith("SIMULATED") for each in said)
    assert any("claim at the level deployment" in each for each in said)
    title, alt = described(svg)
    assert title == "Alignment profiles: Stress test (SIMULATED sample)"
    assert "system-c/C4: D2 Clarification" in alt
    width, height = size_of(png)
    assert 1200 < width < 3000
    assert 1200 < height < 3000


def test_effects_as_a_figure(stress: Path, tmp_path: Path) -> None:
    svg, png = draw(tmp_path, "summary", stress / "stress.db", stress / "stress.key.db", 2)
    said = texts(svg)
    assert {"D2 Clarification", "D7 Process steerability", "system-a", "C3"} <= set(said)
    assert any(each.startswith("SIMULATED") for each in said)
    assert "system-a under C4" in described(svg)[1]
    assert any("could not be tested (28 unresolved)" in each for each in said)
    assert "n 15; undefined: all scores are equal" in said
    assert size_of(png)[0] > 1300
    stands_apart(svg)


def test_an_audit_as_a_figure(audit: Path, tmp_path: Path) -> None:
    svg, png = draw(tmp_path, "summary", audit / "audit.db", audit / "audit.key.db")
    said = texts(svg)
    assert {"tau-bench", "D7 Process steerability", "interaction", "model/response"} <= set(said)
    stands_apart(svg)
    assert any(each.startswith("level of") for each in said)
    assert "Common Ground (identity inferred)" in said
    # The key of colours, and the names under the bars.
    assert {"no final score", "score 0", "score 1", "score 2", "D3", "D8"} <= set(said)
    whole = " ".join(said)
    none = "Of the benchmarks that have a final score none measures: D3 Verification support (0 on"
    assert f"{none} 10 of 16); D7 Process steerability (0 on 11 of 16)." in whole
    assert "coders differ in how far" in whole
    # The bar of verification support: ten at 0, six without a final score.
    assert said.count("10") >= 1
    assert "TruthfulQA: D1 0, D2 0, D3 0" in described(svg)[1]
    assert size_of(png)[1] > 1000


def test_hostile_names_stay_text_and_dollars_are_no_formula(
    write_study: Build, tmp_path: Path
) -> None:
    built = coded(write_study, (HOSTILE, "<b>&amp;模型"))
    for command in ("profile", "summary"):
        folder = tmp_path / command
        folder.mkdir()
        svg, _ = draw(folder, command, built.path, built.key_path)
        said = " ".join(texts(svg))
        assert "mod[red]$x^2$" in said
        assert "<b>&amp;" in said
        assert b"\x1b" not in svg
        assert "mod[red]$x^2$␛[2J" in described(svg)[1]


def test_a_figure_replaces_nothing_and_is_for_its_maker_alone(stress: Path, tmp_path: Path) -> None:
    call = ("profile", stress / "stress.db", "--key", stress / "stress.key.db")
    there, other = tmp_path / "there.svg", tmp_path / "other.png"
    there.write_text("mine")
    done = run(*call, "--svg", there, "--png", other)
    assert isinstance(done.exception, BadInputError)
    assert "never overwritten" in str(done.exception)
    assert there.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["there.svg"]
    assert run(*call, "--png", other).exit_code == 0
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    wrong = run(*call, "--svg", tmp_path / "picture.png")
    assert isinstance(wrong.exception, BadInputError)
    assert "--svg writes SVG" in str(wrong.exception)


def test_the_user_s_own_settings_of_the_library_change_nothing(
    stress: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "matplotlibrc"
    settings.write_text("text.color: ff0000\nfont.size: 30\naxes.facecolor: 00ff00\n")
    program = shutil.which("coder-tui", path=str(Path(sys.executable).parent)) or "coder-tui"
    study, key = stress / "stress.db", stress / "stress.key.db"
    plain, odd = tmp_path / "plain.svg", tmp_path / "odd.svg"
    pair = ("--system", "system-a/C1", "--system", "system-a/C4")
    assert run("profile", study, "--key", key, *pair, "--svg", plain).exit_code == 0
    command = [program, "profile", study, "--key", key, *pair, "--svg", odd]
    done = subprocess.run(
        [str(each) for each in command],
        env={"MATPLOTLIBRC": str(settings), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert odd.read_bytes() == plain.read_bytes()


def test_digits_stand_out_on_every_shade_and_grey_keeps_the_order() -> None:
    fills = [luminance(to_hex(fill_of(at / 100))) for at in range(101)]
    assert fills == sorted(fills, reverse=True)
    assert all((fill + 0.05) / (luminance(INK) + 0.05) > 4.5 for fill in fills)
    # A step of the shipped scales is seen in grey, too.
    assert fills[0] / fills[50] > 1.5
    assert fills[50] / fills[100] > 1.5


def test_the_library_is_imported_in_one_package_and_by_no_command_without_a_figure() -> None:
    importers = {
        path.relative_to(SOURCE).parts[:2]
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matplotlib"))
        or (isinstance(node, ast.Import) and any("matplotlib" in a.name for a in node.names))
    }
    assert importers == {("reporting", "figures")}
    look = (
        "import sys, coder_tui.cli.profile, coder_tui.cli.summary, coder_tui.tui.review.app;"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
