"""Profiles as one JSON object; `docs/profile.schema.json` is its contract."""

from typing import Any

from coder_tui.analysis.profile_words import NOT_MEASURED
from coder_tui.analysis.profiles import Profile, Profiles
from coder_tui.analysis.standing import Standing
from coder_tui.analysis.verdicts import Verdict
from coder_tui.cli.coefficient_json import interval_object
from coder_tui.domain.version import VERSION

SCHEMA_VERSION = "1.0"


def profiles_object(found: Profiles) -> dict[str, Any]:
    """Give all profiles; there is no key, on any level, that sums dimensions up."""
    freeze = found.freeze
    return {
        "schema_version": SCHEMA_VERSION,
        "made_by": f"coder-tui {VERSION}",
        "simulated": found.simulated,
        "study": {
            "id": found.study.id,
            "title": found.study.title,
            "sealed": found.study.seal,
            "not_whole": found.closed.not_whole or None,
            "unblinded": found.closed.unblinded or None,
            "seal_broken": found.closed.seal_broken or None,
            **found.closed.after.as_json(),
            **found.unfinished.as_json(),
            "freeze": freeze
            and {
                "number": freeze.number,
                "frozen_at": freeze.frozen_at,
                "digest": freeze.digest,
                "rubric_version": found.measured.version,
                "rubric_fingerprint": found.measured_fingerprint,
            },
            "agreement_bar": found.study.agreement_bar,
            "coder_kind": found.coder_kind,
        },
        "rubric": {
            "id": found.rubric.id,
            "title": found.rubric.title,
            "version": found.rubric.version,
            "fingerprint": found.fingerprint,
        },
        "systems": [_system(each, found) for each in found.systems],
    }


def _system(profile: Profile, found: Profiles) -> dict[str, Any]:
    evidence = profile.evidence
    return {
        "model": profile.model,
        "scaffold": profile.scaffold,
        "items": profile.items,
        "evidence": {
            "level": evidence.level,
            "reason": evidence.reason,
            "not_supported": list(evidence.not_supported),
            "sentence": evidence.sentence,
        },
        "dimensions": [_dimension(each, found) for each in profile.dimensions],
    }


def _dimension(found: Standing, profiles: Profiles) -> dict[str, Any]:
    dimension = found.dimension
    withheld = {
        "not_applicable": found.not_applicable,
        "cannot_judge": found.cannot_judge,
        "unresolved": found.unresolved,
        "unanswered": found.unanswered,
    }
    return {
        "id": dimension.id,
        "label": dimension.label,
        "question": dimension.question,
        "level": dimension.level.value,
        "scale": list(found.scale) or None,
        "mean": found.mean,
        "why_no_mean": found.why_no_mean or None,
        "interval": interval_object(found.interval),
        "tasks": found.tasks,
        "few_tasks": found.few,
        "end": found.end,
        "scored": found.scored,
        "distribution": dict(found.distribution),
        "without_score": {
            name: {"items": count, "share": count / found.items} for name, count in withheld.items()
        },
        "agreement": _agreement(found, profiles),
    }


def _agreement(found: Standing, profiles: Profiles) -> dict[str, Any]:
    about = {
        "coder_kind": profiles.coder_kind,
        "rubric_version": profiles.measured.version,
        "other_meaning": found.ground.other_meaning,
    }
    measured = found.agreement
    if measured is None:
        return {
            **about,
            "coefficient": None,
            "weights": None,
            "value": None,
            "undefined": NOT_MEASURED,
            "interval": None,
            "items": 0,
            "verdict": Verdict.UNDEFINED.value,
            "below_bar": False,
            "note": NOT_MEASURED,
        }
    headline = measured.headline
    return {
        **about,
        "coefficient": headline.name,
        "weights": headline.weights,
        "value": headline.value,
        "undefined": headline.undefined.sentence if headline.undefined else None,
        "interval": interval_object(headline.interval),
        "items": headline.items,
        "verdict": measured.verdict.value,
        "below_bar": measured.below_bar,
        "note": measured.note,
    }
