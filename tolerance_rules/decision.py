"""Decision: the exit; an outcome, the clauses it cites, and what is still unknown."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tolerance_rules.errors import (
    CaseError,
    Fault,
    ForbiddenOutcomeError,
    UnknownNameError,
    UnsettledDecisionError,
    require_type,
)
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.formats.human_outcomes import outcome_from_text
from tolerance_rules.formats.result_document import decision_fields
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.language import LANGS, Lang
from tolerance_rules.rules import OutcomeWords
from tolerance_rules.verdict.decision_data import DecisionData, text_fault
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role, Status
from tolerance_rules.verdict.verification import Verification
from tolerance_rules.verdict.worked_out import WORK_OUT, made

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from tolerance_rules.engine import Engine
    from tolerance_rules.facts import CaseModel

_DECLINED = Outcome.ORDINARY_ACCOUNTABILITY
"""What the authority decides where it declines what the regulation only permits."""


@dataclass(frozen=True)
class Decision(DecisionData):
    """What the rules say of one case. Frozen; `to_dict` and `to_json` give the result document.

    `outcome` is that of the case in which every unknown fact takes its presumed value;
    `reachable` are exactly the outcomes that the unknown facts could still give.
    """

    def require_settled(self) -> Decision:
        """Return the decision, or raise UnsettledDecisionError with what must be established.

        A program that records decisions calls this first.
        """
        if self.settled:
            return self
        words = self.plain_facts.vocabulary
        first = "、".join(f"{name}（{words[name].label}）" for name in self.open_facts[:5])
        more = f"等 {len(self.open_facts)} 项" if len(self.open_facts) > 5 else ""
        could = "、".join(map(self.label, self.reachable))
        raise UnsettledDecisionError(
            f"结论尚未确定，不得记录：视未查明的事实，可能是{could}。请先查明：{first}{more}",
            open_facts=self.open_facts,
            reachable=tuple(outcome.value for outcome in self.reachable),
            english="The decision is not settled, and is not to be recorded: it may be "
            f"{', '.join(self.label(each, 'en') for each in self.reachable)}. Establish first: "
            + ", ".join(self.open_facts[:5])
            + (f", … ({len(self.open_facts)} in all)" if len(self.open_facts) > 5 else ""),
        )

    def choose(self, outcome: Outcome | str, *, reason: str) -> Decision:
        """Return the decision with the authority's own choice from the permitted set.

        An outcome is given by its code, or as the regulation calls it: by a label, or whatever
        else is read as it; UnknownNameError lists those of the regulation.
        What the regulation only permits, the authority may also decline, with a reason, where
        the case is then handled under the ordinary rules: `set_aside` keeps what the rules named.
        ForbiddenOutcomeError names the clauses that forbid any other; an unsettled decision
        raises UnsettledDecisionError, for its permitted set may still change. CaseError refuses a
        reason that is not text, and a decision that was read back and not evaluated here.
        """
        self.require_settled()
        if fault := text_fault("reason", reason):
            raise CaseError([fault])
        if WORK_OUT not in vars(self) and self.obligations:
            # They follow from the outcome, and only its engine can work them out anew.
            message = (
                "这份结论是读回来的，另作选择以后的义务无从得出",
                "This decision was read back, and what another choice obliges to is not known",
            )
            remedy = (
                "请用 Engine.evaluate 重新评判，再作选择",
                "evaluate the case again with Engine.evaluate, and choose then",
            )
            raise CaseError([Fault.of("C039", message, remedy)])
        chosen = self._outcome(outcome)
        declined = (
            chosen is _DECLINED and self.modality == "may" and _DECLINED in self.ruleset.labels
        )
        if declined and not reason.strip():
            message = (
                "不予适用容错，没有写明理由",
                "Tolerance is declined, and no reason is given",
            )
            remedy = ("请写明为何不适用", "say why it does not apply")
            raise CaseError([Fault.of("C033", message, remedy, subject="reason")])
        if chosen not in self.permitted and not declined:
            harsher = chosen.is_harsher_than(self.permitted[-1])
            forbidding = [
                cited
                for cited in self.citations
                if cited.role in (Role.BAR, Role.DISPOSITION)
                or (
                    cited.status is Status.REFUTED
                    # A condition that is not met keeps from a more lenient outcome, not this.
                    and not (harsher and cited.role is Role.CONDITION_UNMET)
                )
            ]
            may_decline = self.modality == "may" and _DECLINED in self.ruleset.labels
            raise ForbiddenOutcomeError(
                f"本案不得作出“{self.label(chosen)}”：依据"
                + "、".join(dict.fromkeys(cited.citation for cited in forbidding))
                + "，只能作出"
                + "、".join(map(self.label, self.permitted))
                + ("；说明理由的，也可以不适用容错" if may_decline else ""),
                outcome=chosen.value,
                permitted=[allowed.value for allowed in self.permitted],
                clauses=list(dict.fromkeys(cited.clause for cited in forbidding)),
                english=f"{self.label(chosen, 'en')} is forbidden here by "
                + ", ".join(dict.fromkeys(cited.clause for cited in forbidding))
                + "; permitted: "
                + ", ".join(self.label(allowed, "en") for allowed in self.permitted)
                + ("; with a reason, tolerance may also be declined" if may_decline else ""),
            )
        citations = tuple(cited for cited in self.citations if cited.role is not Role.POLICY)
        aside = self.set_aside or (self.outcome if chosen is not self.outcome else None)
        # What it obliges to follows from the outcome, and is worked out anew.
        kept = {key: value for key, value in vars(self).items() if key != "obligations"}
        return made(
            Decision,
            {
                **kept,
                "outcome": chosen,
                "basis": "authority",
                "citations": citations,
                "reason": reason,
                "set_aside": aside,
            },
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: everything but the rules, which are far larger."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def _outcome(self, given: Outcome | str) -> Outcome:
        """Return an outcome given by its code, also one not used here, or in words."""
        try:
            return Outcome(given)
        except ValueError:
            labels, also = self.ruleset.labels, self.ruleset.also
            words = {code: OutcomeWords(labels[code], also.get(code, ())) for code in labels}
            return outcome_from_text(given, words)

    def explain(self, lang: Lang = "zh") -> str:
        """Return the decision in words, as a committee would put it in its report."""
        # Imported here: the words about a decision stand above the decision itself.
        from tolerance_rules.rendering.explanation import explanation

        if lang not in LANGS:
            raise UnknownNameError("语言", lang, LANGS)
        return explanation(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the result document: plain dicts, lists, strings, numbers."""
        document: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return document

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the result document as JSON text."""
        return _adapter().dump_json(self, indent=indent).decode()

    @classmethod
    def from_dict(cls, document: object, model: type[CaseModel] | None = None) -> Decision:
        """Return the decision of a result document, equal to the one that wrote it.

        `model` is that of the facts: `rules.model` of the ruleset, by default that of the shipped
        one. CaseError lists every fault. What is read is what was stored: `verify` tells whether
        the rules say the same today.
        """
        if model is None:
            from tolerance_rules.facts import CaseFacts

            model = CaseFacts
        fields = tuple(field.name for field in dataclasses.fields(cls))
        return decision_fields(document, _adapter(), fields, model)

    @classmethod
    def from_json(cls, text: str | bytes, model: type[CaseModel] | None = None) -> Decision:
        """Return the decision of the JSON text of a result document; see `from_dict`."""
        require_type("text", text, (str, bytes), "JSON 文字")
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        return cls.from_dict(plain_from_json(data, "结果文书"), model)

    def verify(self, engine: Engine) -> Verification:
        """Evaluate the facts again, and tell in what the decision differs from what is found.

        `engine` has the ruleset and, where the decision was made under a policy of one's own, that
        policy: a decision holds its fingerprint, not its rules. The readings are those of the
        decision, and so is what the authority chose within what is permitted today.
        UnknownNameError if the ruleset has no such reading.
        """
        chosen = dict(self.ruleset.readings)
        if chosen != dict(engine.rules.chosen):
            engine = engine.under(chosen)
        plain = engine.plain_case(self.plain_facts.flat, self.case)
        found = engine.evaluate(plain or CaseFile(self.facts, self.case))
        if self.basis == "authority":
            # What was chosen may not be chosen today: then the outcomes differ.
            with suppress(CaseError, ForbiddenOutcomeError, UnsettledDecisionError):
                found = found.choose(self.outcome, reason=self.reason)
        return Verification.of(self, found)

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """Return the JSON Schema of the result document."""
        return _adapter().json_schema(mode="serialization")


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Decision]:
    # Built on first use: it costs more than loading the rules.
    from pydantic import TypeAdapter

    return TypeAdapter(Decision)
