"""Case file: YAML or JSON -> the facts of a case, and what is said of it besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.errors import CaseError, Fault, require_type, shorten, unreadable
from tolerance_rules.formats.case_faults import document_faults, is_bare
from tolerance_rules.formats.case_words import ITEMS, CaseWords
from tolerance_rules.formats.result_document import as_case
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.formats.text_bytes import read_bytes, text_of
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import NO_INFO, CaseInfo
from tolerance_rules.verdict.worked_out import WORK_OUT, made, worked_out
from tolerance_rules.vocabulary.fact_faults import fact_faults, nest
from tolerance_rules.vocabulary.packed_facts import PackedFacts, reader_of
from tolerance_rules.vocabulary.vocabulary import Vocabulary

if TYPE_CHECKING:
    from tolerance_rules.facts import CaseModel

TEXTS = ITEMS[:3]


@worked_out("facts")
@dataclass(frozen=True)
class CaseFile:
    """A case: its facts, and its id, title, authority, dates, evidence notes and handling."""

    facts: CaseModel
    info: CaseInfo = NO_INFO
    file: str = field(default="", compare=False)
    forms: Mapping[str, str] = field(default_factory=FrozenDict)
    """What the file says for the papers, by field: names and posts never enter a decision."""
    analysis: Mapping[str, object] = field(default_factory=FrozenDict)
    """What the collective assessed, by contrast: it is compared, and never decides."""
    places: Mapping[str, tuple[int, int]] = field(
        default_factory=FrozenDict, repr=False, compare=False
    )
    """Line and column of each part of the file, by dotted path, where they are known."""

    @property
    def plain_facts(self) -> CaseModel | PackedFacts:
        """Return the facts without their model, where nobody has asked for it yet."""
        source = None if "facts" in vars(self) else vars(self).get(WORK_OUT)
        return self.facts if source is None else source.plain_facts

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: every field, and not what works them out."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def decided_on(self) -> date | None:
        """Return the date of the decision, if the file gives one."""
        return date.fromisoformat(self.info.decided_on) if self.info.decided_on else None

    def placed(self, fault: Fault) -> Fault:
        """Return a fault that was found in this case, with the file and the line of its subject."""
        return _placed(fault, self.places, self.file)


def from_document(
    document: object,
    model: type[CaseModel] | Vocabulary | None = None,
    *,
    places: Mapping[str, tuple[int, int]] | None = None,
    file: str = "",
) -> CaseFile:
    """Return the case of a document {case, facts, evidence, handling, …}, or of bare facts.

    `model` is that of the facts: `rules.model` of the ruleset, by default that of the shipped one.
    Of a vocabulary, `rules.vocabulary`, the model is made only where somebody asks for it.
    CaseError lists every fault, each with its line where `places` knows it.
    """
    at, document, vocabulary = places or {}, as_case(document), _vocabulary(model)
    read, facts, faults = _read(document, model, vocabulary)
    if faults and isinstance(document, Mapping):
        words = CaseWords(vocabulary)
        named = words.document(document, bare=is_bare(document, vocabulary))
        read, facts, faults = _read(named, model, vocabulary)
        faults = [*words.faults, *faults]
        at = {**at, **{path: at[given] for path, given in words.paths.items() if given in at}}
    if facts is None or faults or not isinstance(read, Mapping):
        raise CaseError([_placed(fault, at, file) for fault in faults])
    info = _info(read)
    forms = {str(name): text for name, text in (read.get("forms") or {}).items() if text}
    known: dict[str, Any] = {
        "info": info,
        "file": file,
        "forms": FrozenDict(forms),
        "analysis": FrozenDict({str(k): each for k, each in (read.get("analysis") or {}).items()}),
        "places": FrozenDict(at),
    }
    if isinstance(facts, PackedFacts):
        return made(CaseFile, {**known, WORK_OUT: _Facts(facts, model)})
    return CaseFile(facts, **known)


def from_packed(facts: PackedFacts, info: CaseInfo) -> CaseFile:
    """Return the case of facts that were read already; the model is made where it is asked for."""
    nothing: FrozenDict[str, Any] = FrozenDict()
    known = {"info": info, "file": "", "forms": nothing, "analysis": nothing, "places": nothing}
    return made(CaseFile, {**known, WORK_OUT: _Facts(facts, facts.vocabulary)})


def info_of(document: Mapping[str, object], vocabulary: Vocabulary) -> CaseInfo | None:
    """Return what a document says besides its facts; None if `from_document` is to say a fault."""
    document = as_case(document)  # type: ignore[assignment]  # a mapping stays one
    if any(True for _ in document_faults({**document, "facts": None}, vocabulary)):
        return None
    return _info(document)


def _info(read: Mapping[str, Any]) -> CaseInfo:
    about = read.get("case") or {}
    return CaseInfo(
        **{key: about.get(key) or "" for key in ITEMS},
        evidence=FrozenDict(read.get("evidence") or {}),
        handling=FrozenDict({n: day for n, day in (read.get("handling") or {}).items() if day}),
    )


def _read(
    document: object, model: type[CaseModel] | Vocabulary | None, vocabulary: Vocabulary
) -> tuple[object, CaseModel | PackedFacts | None, list[Fault]]:
    """Return a document in sections, its facts, and what is wrong, names and values as they are."""
    if isinstance(document, Mapping) and is_bare(document, vocabulary):
        document = {"facts": document}
    faults = list(document_faults(document, vocabulary))
    if not isinstance(document, Mapping):
        return document, None, faults
    given = document.get("facts")
    given = {} if given is None else given
    try:
        if type(given) is dict:
            packed = reader_of(vocabulary).packed(given)
            if packed is not None:
                return document, PackedFacts(packed, vocabulary), faults
            # What is wrong is said without the model.
            if wrong := list(fact_faults(nest(given), vocabulary)):
                return document, None, [*faults, *wrong]
        return document, _model(model).from_facts(given), faults
    except CaseError as error:
        return document, None, [*faults, *error.faults]


def _vocabulary(model: type[CaseModel] | Vocabulary | None) -> Vocabulary:
    """Return the vocabulary of a model that may not be there yet."""
    if isinstance(model, Vocabulary):
        return model
    return _model(model).vocabulary


def _model(model: type[CaseModel] | Vocabulary | None) -> type[CaseModel]:
    """Return the model, made of its vocabulary if it is not there yet."""
    # Imported here: to import the models, and to make one, takes as long as all the rest.
    from tolerance_rules.facts import CaseFacts, model_of

    if model is None:
        return CaseFacts
    return model_of(model) if isinstance(model, Vocabulary) else model


class _Facts:
    """The facts of a case file that were plainly right; in their model when it is asked for."""

    __slots__ = ("_model", "plain_facts")

    def __init__(
        self, plain_facts: PackedFacts, model: type[CaseModel] | Vocabulary | None
    ) -> None:
        self.plain_facts, self._model = plain_facts, model

    def facts(self, _case: CaseFile) -> CaseModel:
        """Return the facts in their model."""
        return _model(self._model).from_facts(self.plain_facts.flat)


def from_file(path: str | Path, model: type[CaseModel] | Vocabulary | None = None) -> CaseFile:
    """Return the case of a YAML or a JSON file; CaseError lists every fault with its line.

    `model` is that of the facts: `rules.model` of the ruleset, by default that of the shipped one.
    Of a vocabulary, `rules.vocabulary`, the model is made only where somebody asks for it.
    """
    require_type("path", path, (str, Path), "文件的路径")
    try:
        data = read_bytes(Path(path))
    except OSError as error:
        raise CaseError([unreadable("C020", error, shorten(str(path)))]) from None
    json_text = Path(path).suffix.lower() == ".json"
    return from_text(data, str(path), model, json_text=json_text)


def from_text(
    data: bytes,
    file: str,
    model: type[CaseModel] | Vocabulary | None = None,
    *,
    json_text: bool = False,
) -> CaseFile:
    """Return the case of the bytes of a file; `file` names it in messages."""
    if json_text or (data.lstrip()[:1] == b"{" and not _flow_style(data)):
        return from_document(plain_from_json(data, file), model, file=file)
    text = text_of(data, file)
    if isinstance(text, Fault):
        raise CaseError([text])
    # Imported here: facts given as JSON or as a dict need no YAML.
    from tolerance_rules.formats.case_tree import document_of
    from tolerance_rules.formats.case_yaml_faults import mended

    vocabulary, text = _vocabulary(model), re.sub("\r\n?", "\n", text)
    document, places = document_of(text, file, vocabulary)
    try:
        return from_document(document, model, places=places, file=file)
    except CaseError as error:
        raise CaseError(mended(error.faults, text, file, vocabulary)) from None


def _flow_style(data: bytes) -> bool:
    """Tell whether what looks like JSON is YAML in braces: its first key has no quotes."""
    return re.match(rb'\s*\{\s*[^\s"}]', data) is not None


def _placed(fault: Fault, places: Mapping[str, tuple[int, int]], file: str) -> Fault:
    for path in (f"facts.{fault.subject}", fault.subject):
        if path in places:
            line, column = places[path]
            return replace(fault, file=file, line=line, column=column)
    return replace(fault, file=file)
