"""The shape of the code, held to by looking at it."""

import ast
import importlib.util
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import click
import grimp

from coder_tui.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "coder_tui"
MAX_LINES = 400

TEXT_SUFFIXES = {".py", ".md", ".toml", ".sql", ".tcss", ".txt", ".jsonl", ".json", ".cfg", ".html"}
GENERATED = {
    "snapshot_report.html",
    ".git",
    ".venv",
    ".hypothesis",
    "__pycache__",
    "demo",
    "dist",
    "__snapshots__",
}


def ours(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """The files of the project, without what tools leave behind."""
    for path in sorted(under.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if not path.is_file() or any(part in GENERATED or "_cache" in part for part in parts):
            continue
        if path.suffix in suffixes or (not suffixes and not path.suffix):
            yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_import_contracts_hold() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", lint, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = grimp.build_graph("coder_tui", exclude_type_checking_imports=True, cache_dir=None)
    rest = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    # What imports nothing that is left goes; what never goes stands in a circle, or above one.
    while free := [name for name, imported in rest.items() if not imported & rest.keys()]:
        for name in free:
            del rest[name]
    assert not sorted(rest)


def test_no_file_grows_past_four_hundred_lines() -> None:
    files = [*ours(".py", ".sql", ".tcss", under=SOURCE), *ours(".py", under=ROOT / "bench")]
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_init_files_are_empty() -> None:
    files = list(SOURCE.rglob("__init__.py"))
    assert files
    assert [name_of(path) for path in files if path.read_text()] == []


def calls(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Every call in a file: line, the name called, and whether it is a method's."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.lineno, node.func.id, False
            elif isinstance(node.func, ast.Attribute):
                yield node.lineno, node.func.attr, True


def test_text_reaches_the_terminal_only_through_the_widget_factory() -> None:
    """A bare widget interprets markup and passes escapes on."""
    bare = [
        f"{name_of(path)}:{line} {name}"
        for path in ours(".py", under=SOURCE / "tui")
        if path.name != "literal.py"
        for line, name, method in calls(path)
        if (name in ("Static", "Label") and not method) or (name == "notify" and method)
    ]
    assert bare == []


def test_sql_in_files_is_lower_case_prose() -> None:
    keyword = re.compile(r"\b(SELECT|FROM|WHERE|GROUP|ORDER|JOIN|INSERT|WITH|UNION|CASE|AND)\b")
    shouting = {
        name_of(path): keyword.findall(re.sub(r"'[^']*'|--.*", "", path.read_text()))
        for path in ours(".sql", under=SOURCE)
    }
    assert {name: words for name, words in shouting.items() if words} == {}


def test_no_sql_is_built_from_strings() -> None:
    """Only pragmas and, in tables that are ours, names may be put together: from constants."""
    built = []
    for path in ours(".py", under=SOURCE):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("execute", "executemany")
                and node.args
                and isinstance(node.args[0], ast.JoinedStr)
            ):
                continue
            first = node.args[0].values[0]
            start = first.value if isinstance(first, ast.Constant) else ""
            if not str(start).startswith("pragma "):
                built.append(f"{name_of(path)}:{node.lineno}")
    ours_alone = tuple(f"src/coder_tui/{layer}/" for layer in ("analysis", "reporting"))
    assert [each for each in built if not each.startswith(ours_alone)] == []


def tracked_text() -> Iterator[tuple[str, str]]:
    for path in [*ours(*TEXT_SUFFIXES), *ours()]:
        try:
            yield name_of(path), path.read_text()
        except UnicodeDecodeError:
            continue


def test_no_text_names_a_package_registry_or_a_path_of_some_machine() -> None:
    # In pieces, because this file is looked through, too.
    hosts = "|".join(("py" + "pi[.]org", "python" + "hosted", "npm" + "js", "index" + "-url"))
    machine = r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/"
    forbidden = re.compile(f"{hosts}|{machine}")
    found = {
        name: sorted(set(forbidden.findall(text)))
        for name, text in tracked_text()
        if forbidden.search(text)
    }
    assert found == {}


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [") + 1
    listed = lines[start : lines.index("]", start)]
    named = [at for at, line in enumerate(listed) if line.strip().startswith('"')]
    assert named
    assert [listed[at] for at in named if not listed[at - 1].strip().startswith("#")] == []


def test_no_comment_tells_history_or_speaks_of_tickets() -> None:
    gossip = re.compile(r"\b(TODO|FIXME|XXX|HACK|formerly|previously|issue #\d+)\b")
    found = []
    for path in ours(".py", under=SOURCE):
        with tokenize.open(path) as file:
            for token in tokenize.generate_tokens(file.readline):
                if token.type == tokenize.COMMENT and gossip.search(token.string):
                    found.append(f"{name_of(path)}:{token.start[0]} {token.string}")
    assert found == []


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand whose module is there, by what is typed."""
    context = click.Context(cli)
    for name, (module, _) in COMMANDS.items():
        if importlib.util.find_spec(module) is None:
            continue
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                found = command.get_command(context, below)
                assert found is not None
                yield f"{name} {below}", found


def test_every_command_explains_itself_with_an_example() -> None:
    bare = [name for name, command in commands() if "Example:" not in (command.help or "")]
    assert bare == []


def test_every_example_begins_with_the_command_it_explains() -> None:
    wrong = [
        name
        for name, command in commands()
        if not re.search(rf"Example: coder-tui {re.escape(name)}\b", command.help or "")
    ]
    assert wrong == []


def test_every_command_is_documented() -> None:
    files = [ROOT / "README.md", *ours(".md", under=ROOT / "docs")]
    documents = "".join(path.read_text() for path in files)
    assert [name for name, _ in commands() if f"coder-tui {name}" not in documents] == []


def test_every_option_says_what_it_is_for() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in commands()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []
