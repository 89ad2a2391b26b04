"""What the help page says of the version of the rubric that came into force last."""

from coder_tui.domain.rubric import Dimension
from coder_tui.domain.rubric_changes import named
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import read_adoptions
from coder_tui.tui.help_pages import heading
from coder_tui.tui.literal import Piece


def changed_lines(connection: Connection, dimension: Dimension) -> list[Piece]:
    """Give what changed in a dimension with the latest version; nothing where nothing did."""
    latest = read_adoptions(connection)[-1]
    touched = dimension.id in latest.touched
    changes = [each for each in latest.diff if each.dimension == dimension.id]
    if touched:
        changes += [each for each in latest.diff if not each.dimension and each.means]
    if not changes:
        return []
    pieces: list[Piece] = [heading(f"What changed in {dimension.short}")]
    if any(each.what == "dimension" for each in changes):
        version = next((each.new for each in latest.diff if each.what == "version"), "")
        return [*pieces, f"New in {version}.\n", "\n"]
    pieces.append(f"{_what(touched)}\n")
    for change in changes:
        pieces.append((f"{named(change)}\n", "$accent"))
        if change.old:
            pieces += [("  before: ", "$secondary"), f"{change.old}\n"]
        if change.new:
            pieces += [("  now: ", "$secondary"), f"{change.new}\n"]
    return [*pieces, "\n"]


def _what(touched: bool) -> str:
    if touched:
        return "It means something else than before: what was scored before does not count."
    return "It means what it meant: what was scored before counts."
