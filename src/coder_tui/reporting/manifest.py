"""The manifest: what was exported from what, and the digest of every file."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from coder_tui.domain.moments import moment
from coder_tui.domain.rubric_reading import read_rubric
from coder_tui.domain.text import plural
from coder_tui.reporting.plain_files import CsvCounts
from coder_tui.storage.after_closing import after_closing
from coder_tui.storage.commitments import commitments
from coder_tui.storage.freezing import count_late_scores, latest_freeze
from coder_tui.storage.rubric_versions import other_version_of
from coder_tui.storage.study import StudyFile
from coder_tui.storage.unblinding import unblinding
from coder_tui.storage.wall_clock import now

FORMAT = "coder-tui export 1"

Rows = int | dict[str, int] | None
"""Rows of a file that holds a table; of a database, of each of its tables."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of an export."""

    name: str
    sha256: str
    bytes: int
    rows: Rows


def notices(study: StudyFile, *, unblinded: bool) -> list[str]:
    """Give what has to be said together with every number."""
    found = []
    if is_simulated(study):
        found.append(
            "SIMULATED: a demonstration, or with simulated coders; answers whose coder_kind is "
            "simulated were made by a program, not by people."
        )
    if unblinded and study.info.blind and not study.info.seal:
        found.append("UNSEALED: this study lets its conditions be seen before it is frozen.")
    opened = unblinding(study.connection)
    if opened is not None and opened.mark:
        found.append(opened.mark)
    found += _closing_notices(study)
    late = count_late_scores(study.connection)
    if late:
        found.append(
            f"LATE: {plural(late, 'score')} given, changed or merged after the freeze; not in "
            "`reliable_score`, on which agreement is computed."
        )
    after = after_closing(study.connection)
    if after.of_scores:
        found.append(
            f"AFTER CLOSING: {after.of_scores} Marked in `final_scores.csv` and "
            "`adjudications.csv`."
        )
    if after.of_versions:
        found.append(f"AFTER CLOSING: {after.of_versions} Marked in `adoption` of `coded.db`.")
    if study.info.blind and study.info.show:
        found.append(f"SHOWN to coders, though withheld by default: {', '.join(study.info.show)}.")
    return found


def _closing_notices(study: StudyFile) -> list[str]:
    """Name the freeze that holds, and the unblinding."""
    frozen, opened = latest_freeze(study.connection), unblinding(study.connection)
    found = []
    if frozen is not None:
        found.append(
            f"FROZEN: {moment(frozen.frozen_at)}, freeze {frozen.number}, digest {frozen.digest}. "
            f"{other_version_of(study.connection, frozen.rubric)}".rstrip()
        )
    if opened is not None:
        found.append(f"UNBLINDED{opened.sentence.removeprefix('Unblinded')}")
    return found


def is_simulated(study: StudyFile) -> bool:
    """Whether the study is a demonstration, or any of its coders is simulated."""
    return study.info.simulated or any(coder.kind == "simulated" for coder in study.coders())


def list_files(folder: Path, rows: Mapping[str, Rows]) -> list[FileEntry]:
    """Describe every file of a folder, by name."""
    return [
        FileEntry(path.name, sha256_of(path), path.stat().st_size, rows.get(path.name))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
    ]


def build_manifest(
    study: StudyFile,
    files: Sequence[FileEntry],
    csv: Mapping[str, CsvCounts],
    *,
    unblinded: bool,
) -> dict[str, object]:
    """Say what was exported from what."""
    return {
        "format": FORMAT,
        "program": {"name": "coder-tui", "version": version("coder-tui")},
        "exported_at": now(),
        "notices": notices(study, unblinded=unblinded),
        "simulated": is_simulated(study),
        "unblinded": unblinded,
        "sealed": study.info.seal,
        "freeze": _freeze(study),
        "unblinding": _unblinding(study),
        "late_scores": count_late_scores(study.connection),
        **after_closing(study.connection).as_json(),
        "study": _study(study),
        "rubric": {
            "id": study.rubric.id,
            "title": study.rubric.title,
            "version": study.rubric.version,
            "fingerprint": study.rubric_fingerprint,
        },
        "commitments": [
            {"batch": batch, "digest": digest}
            for batch, digest in sorted(commitments(study.connection).items())
        ],
        "csv": {
            name: {"guarded": counts.guarded, "made_visible": counts.made_visible}
            for name, counts in csv.items()
        },
        "earlier_exports": [
            {"at": at, "person": person, **detail} for person, detail, at in study.events("export")
        ],
        "files": [asdict(file) for file in files],
    }


def _freeze(study: StudyFile) -> dict[str, object] | None:
    """Give the freeze that holds; the tables `freeze` and `sitting_head` have all of it."""
    found = latest_freeze(study.connection)
    if found is None:
        return None
    (toml,) = study.connection.execute(
        "select toml from rubric where fingerprint = ?", (found.rubric,)
    ).fetchone()
    return {
        "number": found.number,
        "frozen_at": found.frozen_at,
        "digest": found.digest,
        "rubric_version": read_rubric(toml, "the study's rubric").version,
        "rubric_fingerprint": found.rubric,
    }


def _unblinding(study: StudyFile) -> dict[str, object] | None:
    found = unblinding(study.connection)
    if found is None:
        return None
    return {
        "unblinded_at": found.unblinded_at,
        "freeze": found.freeze,
        "seal_broken": found.seal_broken or None,
    }


def to_json(manifest: Mapping[str, object]) -> str:
    """Write the manifest as JSON."""
    return json.dumps(manifest, indent=2) + "\n"


def _study(study: StudyFile) -> dict[str, object]:
    info = study.info
    return {
        "id": info.id,
        "title": info.title,
        "kind": info.kind.value,
        "blind": info.blind,
        "show": list(info.show),
        "agreement_bar": info.agreement_bar,
        "created_at": info.created_at,
        "items": study.item_count(),
        "coders": [asdict(coder) for coder in study.coders()],
    }


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
