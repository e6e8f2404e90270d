"""Case model: the facts of one case, typed and validated by the vocabulary they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Optional, Union, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler  # in `pydantic` from 2.10.4
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from tolerance_rules.errors import CaseError, Fault, require_type
from tolerance_rules.frozen_dict import FrozenDict, cached_property
from tolerance_rules.vocabulary.fact_faults import fact_faults, nest, possible_values
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known
from tolerance_rules.vocabulary.vocabulary import Vocabulary

CONFIG = ConfigDict(
    frozen=True,
    extra="forbid",
    strict=True,
    hide_input_in_errors=True,
    ignored_types=(cached_property,),
)


class FactGroup(BaseModel):
    """A group of facts; each is a value, the values still possible, or None: not established."""

    model_config = CONFIG
    _home: ClassVar[tuple[type[CaseModel], str] | None] = None
    """The model that has the group, and under which name."""

    if not TYPE_CHECKING:  # to a type checker, the parameters are the facts of the group

        def __init__(self, /, **given: Any) -> None:
            """Take facts by name; CaseError lists every fault."""
            try:
                super().__init__(**given)
            except ValidationError as error:
                model, group = self._home or (None, "")
                found = fact_faults({group: given}, model.vocabulary) if model else ()
                faults = list(found) or [_other(error)]
            else:
                return
            raise CaseError(faults)

        __init__.__pydantic_base_init__ = True  # validation need not come through here


def _other(error: ValidationError) -> Fault:
    """Return a fault that nothing more is known of: what pydantic says, which is in English."""
    return Fault("C006", str(error), english=str(error))


class CaseModel(BaseModel):
    """The facts of one case of some vocabulary, in their groups.

    A fact is a value where it is established, a tuple of the values still possible where it is
    partly known, and None where nothing is known of it. A recorded finding is true or false.
    """

    model_config = CONFIG
    vocabulary: ClassVar[Vocabulary]

    @classmethod
    def __pydantic_init_subclass__(cls, **_given: Any) -> None:
        """Tell the groups whose they are."""
        for name, field in cls.model_fields.items():
            if isinstance(field.annotation, type) and issubclass(field.annotation, FactGroup):
                field.annotation._home = cls, name

    if not TYPE_CHECKING:  # to a type checker, the parameters are the groups

        def __init__(self, /, **given: Any) -> None:
            """Take groups by name; CaseError lists every fault, as `from_facts` does."""
            try:
                super().__init__(**given)
            except ValidationError as error:
                faults = list(fact_faults(given, self.vocabulary))
                faults = faults or [_other(error)]
            else:
                return
            raise CaseError(faults)

        __init__.__pydantic_base_init__ = True  # validation need not come through here

    @model_validator(mode="wrap")
    @classmethod
    def _refuse(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Say what is wrong in Chinese and all at once; what is right pays nothing for it."""
        if isinstance(given, dict):
            # A group left blank in a file is null: all of its facts are unknown.
            groups = cls.model_fields
            given = {g: facts for g, facts in given.items() if facts is not None or g not in groups}
        try:
            return handler(given)
        except (ValidationError, UnicodeError) as error:
            message = str(error)
        if faults := list(fact_faults(given, cls.vocabulary)):
            message = "\n".join(map(str, faults))
        else:
            # Nothing is wrong: what is left is a list of values, or a finding left blank.
            return handler(possible_values(given, cls.vocabulary))
        # The message goes in as a context value: it may hold braces of the user's.
        raise PydanticCustomError("case_facts", "{faults}", {"faults": message})

    def model_post_init(self, _context: Any, /) -> None:
        """Bring partly known facts into their one form, and work out the packed form, once."""
        for group, facts in [
            (name, facts)
            for name in type(self).model_fields
            if tuple in map(type, (facts := getattr(self, name)).__dict__.values())
        ]:
            canonical = possible_values({group: facts}, self.vocabulary)[group]
            self.__dict__[group] = type(facts).model_construct(**canonical)
        _ = self.packed

    @cached_property
    def flat(self) -> Mapping[str, Known]:
        """Every fact by dotted name, in the order of the vocabulary; None is unknown."""
        groups = [getattr(self, group) for group in type(self).model_fields]
        values = [known for facts in groups for known in facts.__dict__.values()]
        return FrozenDict(zip(self.vocabulary, values, strict=True))

    @cached_property
    def packed(self) -> int:
        """The facts as bits: one for each value still possible; see `Vocabulary`."""
        return self.vocabulary.pack(self.flat)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts of which nothing is known."""
        return tuple(name for name, known in self.flat.items() if known is None)

    @property
    def partly_known(self) -> tuple[str, ...]:
        """The facts of which some values are excluded and more than one is possible."""
        return tuple(name for name, known in self.flat.items() if isinstance(known, tuple))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, validated: what was worked out at the entrance must not go stale."""
        groups = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_validate({**groups, **(update or {})})

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by vocabulary where the class was made at run time: no module has it."""
        if type(self).__module__ != __name__:
            return cast("tuple[Any, ...]", super().__reduce__())
        return _made_again, (self.vocabulary, dict(self.flat))

    @classmethod
    def from_facts(cls, given: object) -> Self:
        """Return the facts of a nested or a dotted dict; CaseError lists every fault.

        The facts of a case of another vocabulary are taken by name, those of which something is
        known.
        """
        if isinstance(given, cls):
            return given
        if isinstance(given, CaseModel):
            specs = given.vocabulary
            given = {
                name: known
                for name, known in given.flat.items()
                if known is not None and not (specs[name].finding and known is False)
            }
        nested = nest(given)
        try:
            return cls.model_validate(nested)
        except ValidationError as error:
            faults = list(fact_faults(nested, cls.vocabulary)) or [_other(error)]
        raise CaseError(faults)

    def with_facts(self, changes: Mapping[str, Known]) -> Self:
        """Return the facts with some changed, by dotted name; CaseError lists every fault."""
        require_type("changes", changes, Mapping, "对照表 {事实: 值}")
        return self.from_facts(dict(self.flat) | dict(changes))


@lru_cache(maxsize=64)
def case_model(vocabulary: Vocabulary) -> type[CaseModel]:
    """Return the typed model of a vocabulary, made at run time."""
    groups: dict[str, Any] = {}
    for name, group in vocabulary.groups.items():
        fields: dict[str, Any] = {
            spec.name.partition(".")[2]: (_annotation(spec), False if spec.finding else None)
            for spec in vocabulary.values()
            if spec.group == name
        }
        inner: type[FactGroup] = create_model(
            "".join(part.title() for part in name.split("_")),
            __base__=FactGroup,
            __doc__=f"{group.label} {group.label_en}.",
            **fields,
        )
        groups[name] = (Annotated[inner, Field(strict=False)], inner())
    model: type[CaseModel] = create_model(
        "CaseFacts", __base__=CaseModel, __doc__=CaseModel.__doc__, **groups
    )
    model.vocabulary = vocabulary
    return model


def _made_again(vocabulary: Vocabulary, flat: Mapping[str, Known]) -> CaseModel:
    return case_model(vocabulary).from_facts(flat)


def _annotation(spec: FactSpec) -> Any:
    """Return the type of a fact; the values come first, for most facts are established."""
    if spec.boolean:
        return bool if spec.finding else Optional[bool]  # noqa: UP045 -- made at run time
    # Built from data: no type checker sees these, and the shipped model is generated for them.
    value: Any = Literal[spec.values]
    several: Any = tuple[value, ...]
    return Annotated[
        Union[value, several, None],  # noqa: UP007 -- made at run time
        Field(union_mode="left_to_right"),
    ]


__all__ = ["CaseModel", "FactGroup", "case_model"]
