"""Nouns: a frozen class is what `dataclasses.dataclass` makes, though its methods come later."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import threading
from dataclasses import field

import pytest

from tolerance_rules.nouns import METHODS, dataclass


@dataclass(frozen=True)
class Plain:
    """A noun."""

    name: str
    parts: tuple[int, ...] = (1,)
    notes: dict[str, str] = field(default_factory=dict, compare=False)
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Slotted:
    """A noun with slots."""

    name: str
    more: int = 2


@dataclasses.dataclass(frozen=True)
class Usual:
    """The same as `Plain`."""

    name: str
    parts: tuple[int, ...] = (1,)
    notes: dict[str, str] = field(default_factory=dict, compare=False)
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True)
class Derived(Plain):
    """A noun that is another noun, and more."""

    extra: int = 0


@dataclass(frozen=True)
class Checked:
    """A noun that looks at what it is given."""

    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a name is needed")


@dataclass(frozen=True)
class Own:
    """A noun that says itself when it is equal."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own) and other.name.lower() == self.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())


def test_it_is_made_compared_and_shown_as_a_dataclass() -> None:
    one, same = Plain("a", notes={"x": "y"}), Plain(name="a")
    assert one == same
    assert hash(one) == hash(same) == hash(Usual("a"))
    assert one != Plain("b")
    assert one != Usual("a")
    assert repr(one) == "Plain(name='a', parts=(1,), notes={'x': 'y'})"
    assert repr(Slotted("a")) == "Slotted(name='a', more=2)"
    assert one.notes is not same.notes
    assert dataclasses.is_dataclass(Plain)
    assert Plain.__match_args__ == Usual.__match_args__


def test_its_signature_is_that_of_its_fields_before_anything_is_made() -> None:
    @dataclass(frozen=True)
    class New:
        """A noun."""

        name: str
        more: int = 2

    assert list(inspect.signature(New).parameters) == ["name", "more"]
    with pytest.raises(TypeError, match="name"):
        New()  # type: ignore[call-arg]


@pytest.mark.parametrize("cls", [Plain, Slotted, Derived, Checked, Own])
def test_it_refuses_every_change(cls: type) -> None:
    one = cls("a")
    for name in ("name", "other", "__dict__"):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(one, name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.name
    assert one.name == "a"


@pytest.mark.parametrize("one", [Plain("a", (2,)), Slotted("a", 3), Derived("a"), Checked("b")])
def test_it_pickles_copies_and_is_replaced(one: object) -> None:
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one) == copy.deepcopy(one) == one
    assert dataclasses.replace(one, name="c").name == "c"  # type: ignore[type-var]
    assert dataclasses.asdict(one)["name"] == one.name  # type: ignore[call-overload]


def test_a_process_that_only_unpickles_one_compares_it_and_cannot_change_it() -> None:
    code = (
        "import pickle, sys\n"
        "from tolerance_rules.rules import Fact\n"
        "from tolerance_rules.verdict.verdict import Implied\n"
        "one, other, slotted = pickle.loads(sys.stdin.buffer.read())\n"
        "assert one == other and hash(one) == hash(other), one\n"
        "for each in (one, slotted):\n"
        "    try:\n"
        "        each.name = each.fact = 1\n"
        "    except AttributeError as error:\n"
        "        assert 'cannot assign' in str(error)\n"
        "    else:\n"
        "        raise AssertionError(each)\n"
    )
    from tolerance_rules.rules import Fact
    from tolerance_rules.verdict.verdict import Implied

    sent = pickle.dumps((Fact("a.b"), Fact("a.b"), Implied("a.b", True, ("c.d",), "e")))
    subprocess.run([sys.executable, "-c", code], input=sent, check=True)


def test_what_is_checked_is_checked() -> None:
    assert Checked("a").name == "a"
    with pytest.raises(ValueError, match="a name is needed"):
        Checked("")


def test_own_methods_are_kept() -> None:
    assert Own("A") == Own("a")
    assert len({Own("A"), Own("a")}) == 1


def test_derived_compares_and_shows_all_its_fields() -> None:
    assert Derived("a", extra=1) == Derived("a", extra=1)
    assert Derived("a", extra=1) != Derived("a")
    assert Derived("a") != Plain("a")
    assert "extra=1" in repr(Derived("a", extra=1))


def test_threads_that_come_first_together_get_the_same() -> None:
    @dataclass(frozen=True)
    class New:
        """A noun."""

        name: str

    found: list[object] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        found.append((New("a"), hash(New("a")), New("a") == New("a"), repr(New("a"))))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [found[0]] * 8
    assert set(vars(New)) >= METHODS
    assert inspect.isfunction(vars(New)["__init__"])
