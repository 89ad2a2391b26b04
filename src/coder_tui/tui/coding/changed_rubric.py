"""What the help page says of the version of the rubric that changed a dimension last."""

from collections.abc import Mapping, Sequence

from coder_tui.domain.rubric import Dimension
from coder_tui.domain.rubric_changes import named
from coder_tui.domain.rubric_diff import Change
from coder_tui.storage.database import Connection
from coder_tui.storage.rubric_versions import Adoption, meanings_of, read_adoptions, read_versions
from coder_tui.tui.help_pages import heading
from coder_tui.tui.literal import Piece


def changed_lines(connection: Connection, dimension: Dimension) -> list[Piece]:
    """Give what the latest change of a dimension was; nothing where it never changed."""
    adoptions = read_adoptions(connection)
    for at in range(len(adoptions) - 1, 0, -1):
        changes = _changes(adoptions[at], dimension)
        if changes:
            names = {each.fingerprint: each.rubric.version for each in read_versions(connection)}
            what = _what(connection, dimension.id, adoptions[: at + 1], names)
            pieces: list[Piece] = [heading(f"What changed in {dimension.short}"), f"{what}\n"]
            return [*pieces, *_before_and_now(changes), "\n"]
    return []


def _changes(adoption: Adoption, dimension: Dimension) -> list[Change]:
    """Give what an adoption changed in a dimension, other rules where they change its meaning."""
    changes = [each for each in adoption.diff if each.dimension == dimension.id]
    if dimension.id in adoption.touched:
        changes += [each for each in adoption.diff if not each.dimension and each.means]
    return changes


def _what(
    connection: Connection,
    dimension: str,
    adoptions: Sequence[Adoption],
    names: Mapping[str, str],
) -> str:
    """Say what became of a dimension, and whether what was scored before counts.

    Args:
        connection: the study's.
        dimension: its id.
        adoptions: all until the one in question, oldest first.
        names: what the versions are called, by fingerprint.
    """
    *earlier, here = adoptions
    means = [meanings_of(connection, each.rubric).get(dimension) for each in adoptions]
    before, now = means[-2], means[-1]
    new, old = names[here.rubric], names[earlier[-1].rubric]
    if before == now:
        return f"It means in {new} what it meant in {old}: what was scored then counts."
    like = [names[each.rubric] for each, mean in zip(earlier, means, strict=False) if mean == now]
    had = [names[each.rubric] for each, mean in zip(earlier, means, strict=False) if mean]
    if like and before:
        return (
            f"It means again what it meant in {like[-1]}: what was scored then counts again, and "
            f"what was scored under {old} does not."
        )
    if like and like[-1] == new:
        return f"It is asked again, as {new} is back: what was scored under it counts again."
    if like:
        return (
            f"It is asked again since {new}, and means what it meant in {like[-1]}: what was "
            "scored then counts again."
        )
    if before:
        return (
            f"It means something else in {new} than in {old}: what was scored before does not "
            "count."
        )
    if had:
        return (
            f"It is asked again since {new}, and means something else than in {had[-1]}: what was "
            "scored then does not count."
        )
    return f"New in {new}."


def _before_and_now(changes: Sequence[Change]) -> list[Piece]:
    """Give the texts of both versions."""
    pieces: list[Piece] = []
    for change in changes:
        if change.what == "dimension":
            continue
        pieces.append((f"{named(change)}\n", "$accent"))
        if change.old:
            pieces += [("  before: ", "$secondary"), f"{change.old}\n"]
        if change.new:
            pieces += [("  now: ", "$secondary"), f"{change.new}\n"]
    return pieces
