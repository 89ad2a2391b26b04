"""Scores made elsewhere, written as sittings of their coders: one transaction for each coder."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coder_tui.domain.coding import Citation, Move
from coder_tui.domain.errors import RefusedError
from coder_tui.domain.rubric import Answer, Rubric
from coder_tui.storage.database import Connection, immediate
from coder_tui.storage.judgements import JUDGEMENTS
from coder_tui.storage.own_work import is_withdrawn
from coder_tui.storage.rubric_versions import refuse_replaced
from coder_tui.storage.scores import LATEST_COMMENT, Recorder, read_sheet
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import Coder, StudyFile
from coder_tui.storage.teams import LOG, PATIENCE, refuse_adjudicator
from coder_tui.storage.wall_clock import now

EVENT = "ratings import"
PURPOSE = "import"
OFTEN = 500
"""So many rows wait at most; more of them would only fill the memory."""

STANDING = """
select blind_id, dimension, state, value, number
from standing_score
where coder = ? and state <> 'cleared'
"""

SUBMITTED = """
select blind_id
from (
    select blind_id, move, row_number() over (
        partition by blind_id order by clock desc, sitting desc, seq desc
    ) as recency
    from submission
    where coder = ?
)
where recency = 1 and move = 'submitted'
"""

ADD_ASSIGNMENT = """
insert into assignment
select :coder, :blind_id, coalesce(max(place), 0) + 1
from assignment
where coder = :coder
"""

_JUDGED = " union all ".join(
    f"select 1 from {table} where {table}.sitting = sitting.id" for table in JUDGEMENTS
)
JUDGED = f"""
select count(*)
from sitting
where person = ? and exists ({_JUDGED})
"""
OWN_JUDGED = f"{JUDGED} and purpose in ('coding', 'simulation')"
"""Sittings in which somebody judged: who only looked at the screen has no scores of their own."""

TAKE_KIND = """
insert into coder values (?, ?)
on conflict (name) do update set kind = excluded.kind
"""


@dataclass(frozen=True, slots=True)
class RatedItem:
    """What the files say of one item for one coder."""

    blind_id: str
    answers: Mapping[str, Answer]
    citations: Mapping[str, Sequence[Citation]] = field(default_factory=dict)
    comments: Mapping[str | None, str] = field(default_factory=dict)
    """By dimension; None for the item as a whole."""


@dataclass(frozen=True, slots=True)
class CoderPlan:
    """What is to be written for one coder: nothing that stands already."""

    coder: str
    kind: str
    is_new: bool
    kind_before: str | None
    """What the study called the coder so far, where that is another kind."""
    items: tuple[RatedItem, ...]
    """With something new in them, or complete and not submitted; with the new things alone."""
    assigned: tuple[str, ...]
    """Items that the coder gets in addition."""
    replaced: int
    """Scores that take another one's place."""
    unchanged: int
    """Scores that stand already."""
    incomplete: int
    """Submitted items on which a score is missing, what stands already being counted in."""

    @property
    def scores(self) -> int:
        """How many scores are written."""
        return sum(len(item.answers) for item in self.items)

    def counts(self) -> dict[str, object]:
        """Give what is written, for the log and the report."""
        states: Counter[str] = Counter()
        for item in self.items:
            states.update(answer.state.value for answer in item.answers.values())
        return {
            "coder": self.coder,
            "kind": self.kind,
            "kind_before": self.kind_before,
            "new_coder": self.is_new,
            "items": len(self.items),
            "assigned": len(self.assigned),
            "scores": self.scores,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "incomplete": self.incomplete,
            "states": dict(sorted(states.items())),
            "evidence": sum(len(each) for item in self.items for each in item.citations.values()),
            "comments": sum(len(item.comments) for item in self.items),
        }


def check_coder(study: StudyFile, name: str, kind: str | None) -> None:
    """Make sure that scores made elsewhere may be added to a coder's.

    Args:
        study: open.
        name: the coder's, new or not.
        kind: what the lead says that the coders are; None where nothing is said.

    Raises:
        RefusedError: the coder is of another kind, was withdrawn, has seen coders' answers as an
            adjudicator, or has scored here by hand.
    """
    known = {coder.name: coder for coder in study.coders()}
    alike = [each for each in known if each.casefold() == name.casefold() and each != name]
    if alike and name not in known:
        raise RefusedError(
            f"{study.path}: there is a coder {alike[0]!r}; {name!r} differs in case only.",
            title="Which coder",
            hint=f"Say --rename {name}={alike[0]} if they are the same.",
        )
    refuse_adjudicator(study, name)
    if name not in known:
        return
    if kind is not None and known[name].kind != kind:
        _refuse_other_kind(study, known[name], kind)
    if is_withdrawn(study.connection, name):
        raise RefusedError(
            f"{study.path}: {name} was withdrawn.",
            title="Withdrawn",
            hint=f"First: coder-tui assign {study.path} --add {name}",
        )
    if _count(study, OWN_JUDGED, name):
        raise RefusedError(
            f"{study.path}: {name} has scored in this study itself; scores made elsewhere are not "
            "mixed with those.",
            title="Scores of their own",
            hint="Score the rest on the coding screen, or import it under another name, with "
            "--rename.",
        )


def _refuse_other_kind(study: StudyFile, coder: Coder, kind: str) -> None:
    """Make sure that a coder may become one of another kind.

    Of a simulated study's coders nobody may have said yet that they are simulated.

    Raises:
        RefusedError: the study is not simulated, or the coder has judged.
    """
    settles = study.info.simulated and (coder.kind, kind) == ("human", "simulated")
    if settles and not _count(study, JUDGED, coder.name):
        return
    what = f"{study.path}: {coder.name} is a {coder.kind} coder, not a {kind} one"
    raise RefusedError(
        f"{what}, and has judged as such." if settles else f"{what}.",
        title="Another kind",
        hint="Give the new coder another name with --rename, or leave --kind out.",
    )


def _count(study: StudyFile, question: str, name: str) -> int:
    return int(study.connection.execute(question, (name,)).fetchone()[0])


def plan_coder(
    study: StudyFile, coder: str, kind: str | None, items: Iterable[RatedItem]
) -> CoderPlan:
    """Find out what of some scores is new.

    Args:
        study: open.
        coder: whose they are.
        kind: of the coder, where new; human by default.
        items: all that the files say.
    """
    connection = study.connection
    known = {each.name: each.kind for each in study.coders()}
    standing: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for blind_id, dimension, state, value, number in connection.execute(STANDING, (coder,)):
        standing[blind_id][dimension] = Answer.stored(state, value, number)
    submitted = {blind_id for (blind_id,) in connection.execute(SUBMITTED, (coder,))}
    has = {
        blind_id
        for (blind_id,) in connection.execute(
            "select blind_id from assignment where coder = ?", (coder,)
        )
    }
    kept: list[RatedItem] = []
    assigned: list[str] = []
    replaced = unchanged = incomplete = 0
    for item in items:
        there = standing[item.blind_id]
        new = {name: answer for name, answer in item.answers.items() if there.get(name) != answer}
        unchanged += len(item.answers) - len(new)
        replaced += len(new.keys() & there.keys())
        lacks_some = _is_incomplete(study.rubric, {**there, **item.answers})
        citations, comments = item.citations, item.comments
        if item.blind_id in has and (citations or comments):
            citations = _new_citations(connection, coder, item)
            comments = _new_comments(connection, coder, item)
        if item.blind_id not in has:
            assigned.append(item.blind_id)
        # An item that was opened for what it lacks now is not closed by what stood there before.
        is_finished = item.blind_id not in submitted and not lacks_some
        if new or citations or comments or is_finished:
            kept.append(RatedItem(item.blind_id, new, citations, comments))
            incomplete += lacks_some
        else:
            incomplete += lacks_some and item.blind_id in submitted
    before = known.get(coder)
    return CoderPlan(
        coder,
        kind or before or "human",
        coder not in known,
        before if before and kind and before != kind else None,
        tuple(kept),
        tuple(assigned),
        replaced,
        unchanged,
        incomplete,
    )


def _is_incomplete(rubric: Rubric, answers: Mapping[str, Answer]) -> bool:
    return any(asked.id not in answers for asked in rubric.open_dimensions(answers))


def _new_citations(
    connection: Connection, coder: str, item: RatedItem
) -> dict[str, list[Citation]]:
    if not item.citations:
        return {}
    there = read_sheet(connection, coder, item.blind_id).citations
    new = {
        dimension: [each for each in cited if each not in there.get(dimension, ())]
        for dimension, cited in item.citations.items()
    }
    return {dimension: cited for dimension, cited in new.items() if cited}


def _new_comments(connection: Connection, coder: str, item: RatedItem) -> dict[str | None, str]:
    new = {}
    for dimension, text in item.comments.items():
        key = {"coder": coder, "blind_id": item.blind_id, "dimension": dimension}
        row = connection.execute(LATEST_COMMENT, key).fetchone()
        if row is None or row[0] != text:
            new[dimension] = text
    return new


def write_coder(study: StudyFile, plan: CoderPlan, person: str) -> None:
    """Write what is new of one coder, with a line in the log; nothing where nothing is new.

    Args:
        study: open for writing.
        plan: what to write.
        person: who imports.

    Raises:
        RefusedError: the coder began to score here meanwhile, or the rubric changed.
        NotSavedError: the file cannot be written; nothing of this coder is in it.
    """
    if not plan.items:
        return
    connection = study.connection
    with immediate(connection, patience=PATIENCE):
        refuse_replaced(connection, study.rubric_fingerprint)
        check_coder(study, plan.coder, plan.kind)
        connection.execute(TAKE_KIND, (plan.coder, plan.kind))
        connection.executemany(
            ADD_ASSIGNMENT,
            ({"coder": plan.coder, "blind_id": blind_id} for blind_id in plan.assigned),
        )
        sitting = Sitting.within(connection, study.path, plan.coder, PURPOSE)
        recorder = Recorder(sitting, study.rubric_fingerprint)
        for item in plan.items:
            _prepare(recorder, item)
            if sitting.unsaved >= OFTEN:
                sitting.write()
        sitting.end()
        connection.execute(
            LOG, (person, EVENT, json.dumps(plan.counts(), sort_keys=True), now())
        )  # fmt: skip


def _prepare(recorder: Recorder, item: RatedItem) -> None:
    sitting, blind_id = recorder.sitting, item.blind_id
    for dimension, answer in item.answers.items():
        sitting.prepare("score", recorder.score_values(blind_id, dimension, answer))
    for dimension, cited in item.citations.items():
        for citation in cited:
            values = recorder.evidence_values(blind_id, dimension, citation)
            sitting.prepare("evidence", values)
    for about, text in item.comments.items():
        sitting.prepare("comment", recorder.comment_values(blind_id, text, about))
    sitting.prepare("submission", recorder.move_values(blind_id, Move.SUBMITTED))
