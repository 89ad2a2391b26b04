"""Adjudication: what waits for a decision, what the coders said under letters, the decisions.

Coders' names stay in this module: what it gives out calls them A, B ..., in an order of the case's
own. A case is one dimension of one item on which coders of the kind that final scores rest on
differ; it waits only when every coder of that kind has submitted the item, so that no decision
anticipates a coder, and only while no parent's final value closes the dimension.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from coder_tui.domain.adjudication import LETTERS, Case, CaseId, Decision, Side, Waiting
from coder_tui.domain.coding import Progress, RowId, Sheet
from coder_tui.domain.errors import BadInputError, NotSavedError, RefusedError
from coder_tui.domain.rubric import CLEARED, Answer, Dimension, Rubric
from coder_tui.domain.study_plan import coder_name_is_plain
from coder_tui.storage.database import Connection
from coder_tui.storage.scores import read_sheet
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile

OPEN_OR_DECIDED = """
select blind_id, dimension, coder_kind, basis
from final_score
where basis in ('unresolved', 'adjudicated')
"""
"""Cases of the one kind that final scores rest on; the view leaves out those that are closed."""

CONTESTED = """
select answer.blind_id, answer.dimension, coder.kind
from submitted_score as answer
join coder on coder.name = answer.coder
group by answer.blind_id, answer.dimension, coder.kind
having count(distinct answer.state || ':' || coalesce(answer.value, '')) > 1
"""
"""The cases of the view `disagreement`, once each however many coders differ."""

UNFINISHED = """
select distinct assignment.blind_id, coder.kind
from assignment
join coder on coder.name = assignment.coder
where coalesce((
    select move
    from submission
    where submission.coder = assignment.coder and submission.blind_id = assignment.blind_id
    order by clock desc, sitting desc, seq desc
    limit 1
), 'none') <> 'submitted'
"""

LATEST_DECISION = """
select sitting, seq, state, number
from adjudication
where blind_id = :blind_id and dimension = :dimension
order by clock desc, sitting desc, seq desc
limit 1
"""

CODERS_OF_ITEM = """
select name
from coder
where kind = :kind
and (
    exists (
        select 1 from assignment where coder = coder.name and blind_id = :blind_id
    )
    or exists (
        select 1 from submission where coder = coder.name and blind_id = :blind_id
    )
)
"""

COMMENTS = """
select text
from (
    select dimension, text, row_number() over (
        partition by dimension order by clock desc, sitting desc, seq desc
    ) as recency
    from comment
    where coder = :coder and blind_id = :blind_id and (dimension is null or dimension = :dimension)
)
where recency = 1 and text <> ''
order by dimension is null
"""


# Reading


def kind_that_counts(study: StudyFile) -> str:
    """Give the kind of coders that final scores rest on: the rule of the view `final_score`."""
    simulated = any(coder.kind == "simulated" for coder in study.coders())
    return "simulated" if study.info.simulated and simulated else "human"


def read_waiting(study: StudyFile) -> Waiting:
    """Find the cases that wait for a decision."""
    connection = study.connection
    contested = connection.execute(CONTESTED).fetchall()
    unfinished = set(connection.execute(UNFINISHED).fetchall())
    ready: list[CaseId] = []
    held_back = 0
    found = connection.execute(OPEN_OR_DECIDED).fetchall()
    for blind_id, dimension, kind, basis in found:
        if basis == "adjudicated":
            continue
        if (blind_id, kind) in unfinished:
            held_back += 1
        else:
            ready.append(CaseId(blind_id, dimension))
    order = {dimension.id: place for place, dimension in enumerate(study.rubric.dimensions)}
    ready.sort(key=lambda case: (order[case.dimension], case.blind_id))
    decided = {row[:3] for row in found if row[3] == "adjudicated"}.intersection(contested)
    of_machines = sum(kind == "machine" for _, _, kind in contested)
    return Waiting(tuple(ready), len(decided), held_back, of_machines)


def count_of_other_kinds(study: StudyFile) -> dict[str, int]:
    """Count the cases that nobody decides, by kind of coder: no final score rests on them."""
    counts = kind_that_counts(study)
    found = Counter(kind for _, _, kind in study.connection.execute(CONTESTED))
    return {kind: cases for kind, cases in sorted(found.items()) if kind != counts}


def read_case(study: StudyFile, case_id: CaseId) -> Case | None:
    """Read what the coders said; None where the case does not wait (any more)."""
    if standing_decision(study.connection, case_id) is not None:
        return None
    kind = kind_that_counts(study)
    sheets = _sheets(study.connection, case_id.blind_id, kind)
    if any(sheet.progress is not Progress.SUBMITTED for sheet in sheets.values()):
        return None
    dimension = study.rubric.dimension(case_id.dimension)
    coders = [name for name, sheet in sheets.items() if _has_answer(study.rubric, sheet, dimension)]
    if len({sheets[name].answers[dimension.id] for name in coders}) < 2:
        return None
    if _is_closed(study, case_id, sheets.values()):
        return None
    sides = []
    for letter, name in zip(LETTERS, _shuffled(study.info.id, case_id, coders), strict=False):
        sheet = sheets[name]
        comments = _comments(study.connection, name, case_id)
        sides.append(Side(letter, sheet.answers[dimension.id], sheet.evidence(dimension), comments))
    return Case(case_id, dimension, kind, tuple(sides))


def _sheets(connection: Connection, blind_id: str, kind: str) -> dict[str, Sheet]:
    """Give what each coder of a kind has on an item."""
    names = connection.execute(CODERS_OF_ITEM, {"blind_id": blind_id, "kind": kind}).fetchall()
    return {name: read_sheet(connection, name, blind_id) for (name,) in names}


def _is_closed(study: StudyFile, case: CaseId, sheets: Collection[Sheet]) -> bool:
    """Whether the final value of a dimension further up leaves nothing to decide."""
    rubric = study.rubric
    for condition in rubric.conditions(rubric.dimension(case.dimension)):
        parent = rubric.dimension(condition.dimension)
        given = {sheet.answers[parent.id] for sheet in sheets if _has_answer(rubric, sheet, parent)}
        key = {"blind_id": case.blind_id, "dimension": parent.id}
        row = study.connection.execute(LATEST_DECISION, key).fetchone()
        if row and row[2] != CLEARED.state.value:
            final = row[3]
        elif len(given) == 1:
            final = given.pop().number
        else:
            continue
        if final is None or final < condition.at_least:
            return True
    return False


def _has_answer(rubric: Rubric, sheet: Sheet, dimension: Dimension) -> bool:
    return dimension.id in sheet.answers and dimension in rubric.open_dimensions(sheet.answers)


def _shuffled(study_id: str, case: CaseId, coders: Iterable[str]) -> list[str]:
    """Put coders in an order that is the case's own, so that no letter follows a coder."""

    def digest(name: str) -> str:
        words = "\x1f".join((study_id, case.blind_id, case.dimension, name))
        return hashlib.sha256(words.encode()).hexdigest()

    return sorted(coders, key=digest)


def _comments(connection: Connection, coder: str, case: CaseId) -> tuple[str, ...]:
    key = {"coder": coder, "blind_id": case.blind_id, "dimension": case.dimension}
    return tuple(row[0] for row in connection.execute(COMMENTS, key))


def standing_decision(connection: Connection, case: CaseId) -> RowId | None:
    """Give the row of the decision in force, None where there is none."""
    key = {"blind_id": case.blind_id, "dimension": case.dimension}
    row = connection.execute(LATEST_DECISION, key).fetchone()
    return RowId(row[0], row[1]) if row and row[2] != "cleared" else None


# Writing


class Adjudicator:
    """Writes one person's decisions in one sitting."""

    def __init__(self, sitting: Sitting, rubric_fingerprint: str) -> None:
        self.sitting = sitting
        self.name = sitting.person
        self._rubric = rubric_fingerprint

    @classmethod
    def start(cls, study: StudyFile, name: str) -> "Adjudicator":
        """Open a sitting of adjudication, if the study lets this person adjudicate.

        Raises:
            BadInputError: the name is not plain.
            RefusedError: the person codes in this study, and it does not allow that.
            NotSavedError: the study cannot be written.
        """
        _check_person(study, name)
        sitting = Sitting.start(study.connection, study.path, name, "adjudication")
        return cls(sitting, study.rubric_fingerprint)

    def decide(self, case: CaseId, decision: Decision) -> RowId:
        """Write a decision.

        Raises:
            NotSavedError: it could not be written; it is kept.
        """
        return self._append(case, decision.answer, decision.reason.code, decision.sentence, None)

    def take_back(self, case: CaseId, decided: RowId) -> RowId:
        """Write that a decision is taken back.

        Raises:
            NotSavedError: it could not be written; it is kept.
        """
        return self._append(case, CLEARED, "", "", decided)

    def _append(
        self, case: CaseId, answer: Answer, reason: str, sentence: str, undoes: RowId | None
    ) -> RowId:
        return self.sitting.append(
            "adjudication",
            {
                "adjudicator": self.name,
                "blind_id": case.blind_id,
                "dimension": case.dimension,
                "state": answer.state.value,
                "value": answer.value,
                "number": answer.number,
                "reason": reason,
                "sentence": sentence,
                "rubric": self._rubric,
                "undoes_sitting": undoes.sitting if undoes else None,
                "undoes_seq": undoes.seq if undoes else None,
            },
        )

    def try_again(self) -> bool:
        """Write what is waiting; False where it still cannot be written."""
        try:
            self.sitting.flush(patience=0.1)
        except NotSavedError:
            return False
        return True


def _check_person(study: StudyFile, name: str) -> None:
    """Let nobody decide on their own scores, unless the study says that they may."""
    if not coder_name_is_plain(name):
        raise BadInputError(
            f"{name!r} is no name to decide under.",
            title="Bad name",
            hint="Use 1 to 32 letters, digits, '-', '_' or '.', a letter or digit first.",
        )
    same = [coder.name for coder in study.coders() if coder.name.casefold() == name.casefold()]
    assigned = sum(len(study.assignments(coder)) for coder in same)
    if not assigned:
        return
    if not study.info.adjudicator_may_code:
        raise RefusedError(
            f"{name!r} codes in this study and so cannot settle its disagreements.",
            title="A coder cannot adjudicate",
            hint="Somebody else decides, under another name; or the study is registered with "
            "adjudicator_may_code = true.",
        )
    study.log_event(name, "coder adjudicates", {"assigned": assigned})
