"""Adjudication: what waits for a decision, and what the coders said, under letters.

Coders' names stay in this module: what it gives out calls them A, B ..., in an order of the case's
own, and their comments have a mark for every name; only where coders decide together it names who
is lacking. A case is one dimension of one item on which coders of the kind that final scores rest
on differ; it waits only when every coder of that kind has submitted the item, so that no decision
anticipates a coder, and only while no parent's final value closes the dimension. Where the coders
decide together, a case is theirs whose item nobody coded who does not sit here.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from coder_tui.domain.adjudication import Case, CaseId, Side, Waiting, letter
from coder_tui.domain.adjudicators import CONSENSUS, settled
from coder_tui.domain.coder_names import without_coders
from coder_tui.domain.coding import Citation
from coder_tui.domain.rubric import Answer
from coder_tui.storage.database import Connection
from coder_tui.storage.decisions import decisions_on
from coder_tui.storage.scores import read_submitted_sheet
from coder_tui.storage.study import StudyFile
from coder_tui.storage.views import COUNTED_KIND

NOBODY: frozenset[str] = frozenset()

FINAL = """
select blind_id, dimension, coder_kind, basis
from final_score
"""
"""Of the one kind that final scores rest on; the view leaves out what is closed."""

CONTESTED = """
select answer.blind_id, answer.dimension, coder.kind
from submitted_score as answer
join coder on coder.name = answer.coder
group by answer.blind_id, answer.dimension, coder.kind
having count(distinct answer.state || ':' || coalesce(answer.value, '')) > 1
"""
"""The cases of the view `disagreement`, once each however many coders differ."""

_UNFINISHED = """
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
"""Who must submit an item: who has it, and not who had begun or skipped it before it was moved."""

UNFINISHED = f"select distinct assignment.blind_id, coder.kind {_UNFINISHED}"

IS_UNFINISHED = f"""
select exists (
    select 1 {_UNFINISHED} and assignment.blind_id = :blind_id and coder.kind = :kind
)
"""

SUBMITTED_BY = """
select distinct submission.blind_id, submission.coder
from submission
join coder on coder.name = submission.coder
where submission.move = 'submitted'
and coder.kind = :kind
and submission.coder not in (select coder from withdrawal)
"""
"""Who has to be there for a consensus: not those who have left the study."""

KIND_THAT_COUNTS = f"select {COUNTED_KIND}"

ANSWERS_ON_ITEM = """
select answer.coder, answer.dimension, answer.state, answer.value, answer.number
from submitted_score as answer
join coder on coder.name = answer.coder
where answer.blind_id = :blind_id and coder.kind = :kind
order by answer.coder
"""
"""The rows of the view that `CONTESTED` is about, so that both find the same disagreements."""

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


def kind_that_counts(study: StudyFile) -> str:
    """Give the kind of coders that final scores rest on."""
    return str(study.connection.execute(KIND_THAT_COUNTS).fetchone()[0])


def read_waiting(study: StudyFile, present: frozenset[str] = NOBODY) -> Waiting:
    """Find the cases that wait for a decision.

    Args:
        study: open.
        present: the coders who decide together; where there are any, only their cases are given.
    """
    connection = study.connection
    contested = set(connection.execute(CONTESTED).fetchall())
    unfinished = set(connection.execute(UNFINISHED).fetchall())
    owners = _coders_of_items(study, present)
    ready: list[CaseId] = []
    done: list[CaseId] = []
    bases: Counter[str] = Counter()
    lacking: Counter[tuple[str, ...]] = Counter()
    place = {dimension.id: place for place, dimension in enumerate(study.rubric.dimensions)}
    decided = held_back = of_others = 0
    for blind_id, dimension, kind, basis in connection.execute(FINAL).fetchall():
        bases[basis] += 1
        if (blind_id, dimension, kind) not in contested or dimension not in place:
            continue
        decided += basis == "adjudicated"
        if (blind_id, kind) in unfinished:
            held_back += basis == "unresolved"
        elif absent := owners[blind_id] - present:
            if basis == "unresolved" and owners[blind_id] & present:
                lacking[tuple(sorted(absent))] += 1
            else:
                of_others += basis == "unresolved"
        else:
            (ready if basis == "unresolved" else done).append(CaseId(blind_id, dimension))

    def order(case: CaseId) -> tuple[int, str]:
        return place[case.dimension], case.blind_id

    return Waiting(
        cases=tuple(sorted(ready, key=order)),
        decided=decided,
        held_back=held_back,
        of_machines=sum(kind == "machine" for _, _, kind in contested),
        settled=tuple(sorted(done, key=order)),
        of_others=of_others,
        lacking=dict(lacking),
        bases=dict(bases),
    )


def _coders_of_items(study: StudyFile, present: frozenset[str]) -> defaultdict[str, set[str]]:
    """Give who has to be there to decide on an item: nobody but where coders decide together."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    if study.info.adjudication == CONSENSUS and present:
        given = study.connection.execute(SUBMITTED_BY, {"kind": kind_that_counts(study)})
        for blind_id, coder in given.fetchall():
            owners[blind_id].add(coder)
    return owners


def count_of_other_kinds(study: StudyFile) -> dict[str, int]:
    """Count the cases that nobody decides, by kind of coder: no final score rests on them."""
    counts = kind_that_counts(study)
    found = Counter(kind for _, _, kind in study.connection.execute(CONTESTED))
    return {kind: cases for kind, cases in sorted(found.items()) if kind != counts}


def read_case(study: StudyFile, case_id: CaseId, *, again: bool = False) -> Case | None:
    """Read what the coders said; None where there is nothing to decide (any more).

    Args:
        study: open.
        case_id: which.
        again: whether a case may be looked at that is final already.
    """
    dimension = next((d for d in study.rubric.dimensions if d.id == case_id.dimension), None)
    if dimension is None:
        return None
    kind = kind_that_counts(study)
    here = {"blind_id": case_id.blind_id, "kind": kind}
    if study.connection.execute(IS_UNFINISHED, here).fetchone()[0]:
        return None
    given = _answers_on_item(study.connection, here)
    answers = given.get(dimension.id, {})
    if len(set(answers.values())) < 2 or _is_closed(study, case_id, given):
        return None
    everybody = [coder.name for coder in study.coders()]
    sides = []
    for place, name in enumerate(_shuffled(study.info.id, case_id, answers)):
        sheet = read_submitted_sheet(study.connection, name, case_id.blind_id)
        comments = tuple(
            without_coders(text, everybody) for text in _comments(study.connection, name, case_id)
        )
        cited = tuple(_unnamed(each, everybody) for each in sheet.evidence(dimension))
        sides.append(Side(letter(place), answers[name], cited, comments))
    case = Case(
        case_id,
        dimension,
        kind,
        tuple(sides),
        decisions_on(study.connection, case_id),
        settled([*answers.values()], study.info.adjudication),
    )
    return case if case.waits or again else None


def _unnamed(cited: Citation, names: Iterable[str]) -> Citation:
    """Take coders' names out of the place of a source; its address and the quote stay."""
    if cited.source is None:
        return cited
    place = without_coders(cited.source.place, names)
    return replace(cited, source=replace(cited.source, place=place))


def _answers_on_item(
    connection: Connection, here: Mapping[str, str]
) -> dict[str, dict[str, Answer]]:
    """Give what coders of a kind submitted on an item, by dimension and coder."""
    given: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for coder, dimension, *answer in connection.execute(ANSWERS_ON_ITEM, here).fetchall():
        given[dimension][coder] = Answer.stored(*answer)
    return dict(given)


def _is_closed(study: StudyFile, case: CaseId, given: Mapping[str, Mapping[str, Answer]]) -> bool:
    """Whether the final value of a dimension further up leaves nothing to decide."""
    rubric = study.rubric
    for condition in rubric.conditions(rubric.dimension(case.dimension)):
        made = decisions_on(study.connection, CaseId(case.blind_id, condition.dimension))
        answers = [*given.get(condition.dimension, {}).values()]
        final = made[-1].answer if made else settled(answers, study.info.adjudication)
        if final is not None and (final.number is None or final.number < condition.at_least):
            return True
    return False


def _shuffled(study_id: str, case: CaseId, coders: Iterable[str]) -> list[str]:
    """Put coders in an order that is the case's own, so that no letter follows a coder."""

    def digest(name: str) -> str:
        words = "\x1f".join((study_id, case.blind_id, case.dimension, name))
        return hashlib.sha256(words.encode()).hexdigest()

    return sorted(coders, key=digest)


def _comments(connection: Connection, coder: str, case: CaseId) -> tuple[str, ...]:
    key = {"coder": coder, "blind_id": case.blind_id, "dimension": case.dimension}
    return tuple(row[0] for row in connection.execute(COMMENTS, key))
