"""Writing decisions, and wordings proposed for the rubric; and who may."""

from collections.abc import Sequence
from functools import partial

from coder_tui.domain.adjudication import CaseId, Decision
from coder_tui.domain.adjudicators import CONSENSUS, together
from coder_tui.domain.coding import RowId
from coder_tui.domain.errors import BadInputError, NotSavedError, RefusedError
from coder_tui.domain.rubric import CLEARED, Answer
from coder_tui.domain.study_plan import coder_name_is_plain
from coder_tui.storage.own_work import has_coded
from coder_tui.storage.rubric_versions import refuse_replaced
from coder_tui.storage.sittings import Sitting
from coder_tui.storage.study import StudyFile


class Adjudicator:
    """Writes the decisions of one person, or of several together, in one sitting."""

    def __init__(
        self, sitting: Sitting, rubric_fingerprint: str, names: Sequence[str] = ()
    ) -> None:
        self.sitting = sitting
        self.name = sitting.person
        self.present = frozenset(names)
        """The coders who decide together; nobody where a third person decides."""
        self._rubric = rubric_fingerprint

    @classmethod
    def start(cls, study: StudyFile, name: str, *others: str) -> "Adjudicator":
        """Open a sitting of adjudication, if the study lets these people adjudicate.

        Args:
            study: open for writing.
            name: who decides.
            others: who decides with them, where a study settles by consensus.

        Raises:
            BadInputError: a name is not plain, or no coder's; too many or too few names.
            RefusedError: the person codes in this study, and it does not allow that.
            NotSavedError: the study cannot be written.
        """
        names = (name, *others)
        if study.info.adjudication == CONSENSUS:
            _check_coders(study, names)
            sitting = Sitting.start(study.connection, study.path, together(names), "adjudication")
            return cls(sitting, study.rubric_fingerprint, names)
        _check_alone(study, others)
        _check_person(study, name)
        sitting = Sitting.start(study.connection, study.path, name, "adjudication")
        return cls(sitting, study.rubric_fingerprint)

    def take_up(self, rubric_fingerprint: str) -> None:
        """Decide by another version of the rubric from here on."""
        self._rubric = rubric_fingerprint

    def decide(self, case: CaseId, decision: Decision) -> RowId:
        """Write a decision.

        Raises:
            NotSavedError: it could not be written; it is kept.
            RefusedError: the rubric has another version; no such row is made.
        """
        return self._append(case, decision.answer, decision.reason.code, decision.sentence, None)

    def take_back(self, case: CaseId, decided: RowId) -> RowId:
        """Write that a decision is taken back.

        Raises:
            NotSavedError: it could not be written; it is kept.
            RefusedError: the rubric has another version; no such row is made.
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
            check=partial(refuse_replaced, fingerprint=self._rubric),
        )

    def propose(
        self,
        case: CaseId,
        wording: str,
        point: str | None = None,
        *,
        instead_of: RowId | None = None,
    ) -> RowId:
        """Write a wording proposed for the rubric.

        Args:
            case: the disagreement that gave rise to it.
            wording: the words; empty where another proposal is only withdrawn.
            point: the value whose anchor is meant; None for the dimension as a whole.
            instead_of: the proposal that it withdraws.

        Raises:
            NotSavedError: it could not be written; it is kept.
        """
        return self.sitting.append(
            "proposal",
            {
                "person": self.name,
                "blind_id": case.blind_id,
                "dimension": case.dimension,
                "point": point,
                "wording": wording,
                "rubric": self._rubric,
                "undoes_sitting": instead_of.sitting if instead_of else None,
                "undoes_seq": instead_of.seq if instead_of else None,
            },
        )

    def try_again(self) -> bool:
        """Write what is waiting; False where it still cannot be written.

        Raises:
            RefusedError: the rubric has another version; a decision that waited is not made.
        """
        try:
            self.sitting.flush(patience=0.1)
        except NotSavedError:
            return False
        return True


def _check_coders(study: StudyFile, names: Sequence[str]) -> None:
    """Let only coders of the study decide together, and no fewer than two."""
    for name in names:
        study.coder(name)
    if len(set(names)) < 2:
        raise BadInputError(
            "This study settles by consensus: its coders decide together, and one name is given.",
            title="Who else?",
            hint=f"Name everybody who sits here: --as {names[0]} --with NAME",
        )


def _check_alone(study: StudyFile, others: Sequence[str]) -> None:
    if others:
        raise BadInputError(
            f'This study is registered with adjudication = "{study.info.adjudication}": one '
            "person decides.",
            title="Too many names",
            hint="Leave --with out.",
        )


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
    if not assigned and not any(has_coded(study.connection, coder) for coder in same):
        return
    if not study.info.adjudicator_may_code:
        raise RefusedError(
            f"{name!r} codes in this study and so cannot settle its disagreements.",
            title="A coder cannot adjudicate",
            hint="Somebody else decides, under another name; or the study is registered with "
            "adjudicator_may_code = true.",
        )
    study.log_event(name, "coder adjudicates", {"assigned": assigned})
