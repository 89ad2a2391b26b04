"""Scores made elsewhere: tables are read as a whole and checked before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.rubric import Rubric
from coder_tui.domain.telling_names import refuse_telling_names
from coder_tui.intake.losses import Losses
from coder_tui.intake.ratings.items import Items, Quotes
from coder_tui.intake.ratings.reading import FileRead, Gathering, Rating, Wish
from coder_tui.intake.reading import Loss
from coder_tui.storage.rating_writing import CoderPlan, RatedItem, check_coder, plan_coder
from coder_tui.storage.study import StudyFile

NOT_FOUND = "not found in the item's text; the score is there without evidence"


@dataclass(frozen=True, slots=True)
class RatingsReport:
    """All that was read, and what it comes to for each coder."""

    files: tuple[FileRead, ...]
    plans: tuple[CoderPlan, ...]
    losses: tuple[Loss, ...]
    """Those that were seen only beside the items."""
    skipped: int
    why_skipped: tuple[str, ...]
    scores_by_dimension: Mapping[str, Mapping[str, int]]
    """By dimension and state, over all that was read."""
    without_evidence: int
    """Scores to which the rubric wants evidence, and the files have none."""
    unchecked: tuple[str, ...] = ()
    """New coders who may be called what the study hides: without its key nobody can tell."""

    @property
    def incomplete(self) -> int:
        """Items, counted for each coder, on which a score is missing."""
        return sum(plan.incomplete for plan in self.plans)


def read_ratings(
    study: StudyFile, items: Items, files: Sequence[Path], wish: Wish
) -> RatingsReport:
    """Read and check files of scores, and find out what of them is new; nothing is written.

    Args:
        study: open.
        items: those of the study.
        files: CSV, XLSX, Parquet or JSON lines.
        wish: what the lead says of them.

    Raises:
        BadInputError: something in a file is wrong; a row, where bad ones are not to be skipped.
        RefusedError: a coder's scores cannot be added to.
    """
    gathering = Gathering(study, items, wish)
    for path in files:
        gathering.read(path)
    gathering.refuse_bad()
    coders = {coder: ratings for coder, ratings in sorted(gathering.ratings.items()) if ratings}
    _refuse_names_alike(coders)
    new = _new_names(study, items, coders)
    kinds = {coder: gathering.kinds.get(coder, wish.kind) for coder in coders}
    for coder, kind in kinds.items():
        check_coder(study, coder, kind)
    losses, plans, without_evidence = Losses(), [], 0
    quotes = Quotes(study)
    for coder, ratings in coders.items():
        comments = gathering.item_comments[coder]
        rated = [
            _rated(study.rubric, blind_id, of_item, comments.get(blind_id, ""), quotes, losses)
            for blind_id, of_item in _by_item(ratings).items()
        ]
        plans.append(plan_coder(study, coder, kinds[coder], rated))
        without_evidence += sum(_owing(study.rubric, item) for item in rated)
    return RatingsReport(
        tuple(gathering.files),
        tuple(plans),
        tuple(losses.found()),
        gathering.bad_count,
        tuple(str(error) for error in gathering.bad),
        _by_dimension(study.rubric, coders.values()),
        without_evidence,
        () if items.has_key else new,
    )


def _refuse_names_alike(coders: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in coders:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise BadInputError(
                f"The coders {other!r} and {name!r} differ in case only.",
                title="Which coder",
                hint=f"Say --rename {name}={other} if they are the same.",
            )


def _new_names(study: StudyFile, items: Items, coders: Iterable[str]) -> tuple[str, ...]:
    """Give the new coders of a blind study; none of them is called what it hides, if a key tells.

    Raises:
        RefusedError: one is.
    """
    known = {coder.name for coder in study.coders()}
    new = tuple(name for name in coders if name not in known) if study.info.blind else ()
    if new and items.has_key:
        hint = "Call the coder something else: --rename {name}=judge-1"
        refuse_telling_names(new, items.facts.hidden, hint)
    return new


def _by_item(ratings: Mapping[tuple[str, str], Rating]) -> dict[str, dict[str, Rating]]:
    found: defaultdict[str, dict[str, Rating]] = defaultdict(dict)
    for (blind_id, dimension), rating in ratings.items():
        found[blind_id][dimension] = rating
    return found


def _by_dimension(
    rubric: Rubric, coders: Iterable[Mapping[tuple[str, str], Rating]]
) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {each.id: Counter() for each in rubric.dimensions}
    for ratings in coders:
        for (_, dimension), rating in ratings.items():
            counts[dimension][rating.answer.state.value] += 1
    return {dimension: dict(sorted(found.items())) for dimension, found in counts.items()}


def _rated(
    rubric: Rubric,
    blind_id: str,
    of_item: Mapping[str, Rating],
    item_comment: str,
    quotes: Quotes,
    losses: Losses,
) -> RatedItem:
    """Put together what one coder says of one item, in the order of the rubric."""
    order = [each.id for each in rubric.dimensions if each.id in of_item]
    comments: dict[str | None, str] = {
        dimension: of_item[dimension].comment for dimension in order if of_item[dimension].comment
    }
    if item_comment:
        comments[None] = item_comment
    citations = {}
    for dimension in order:
        found = []
        for each in of_item[dimension].cited:
            cited = quotes.find(blind_id, each.quote, each.part)
            if cited is None:
                losses.left_out("quotes" if each.quote else "parts", NOT_FOUND)
            else:
                found.append(cited)
        if found:
            citations[dimension] = tuple(found)
    answers = {dimension: of_item[dimension].answer for dimension in order}
    return RatedItem(blind_id, answers, citations, comments)


def _owing(rubric: Rubric, item: RatedItem) -> int:
    """Count the scores that owe evidence and come without."""
    return sum(
        dimension.owes_evidence(item.answers.get(dimension.id))
        and dimension.id not in item.citations
        for dimension in rubric.dimensions
    )
