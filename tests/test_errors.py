"""Errors: every one survives pickling and copying, fields, message, notes and all."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest

import tolerance_rules
from tolerance_rules.errors import Fault

FAULT = Fault("C001", "事实有误", "请改正", "案件.yaml", 3, 5, "work.pilot")
# What each error is made of, by the names of its parameters.
GIVEN: dict[str, object] = {
    "faults": [FAULT, FAULT],
    "fault": FAULT,
    "facts": ("work.pilot", "nature.other_bar"),
    "combinations": ("a_b",),
    "message": "结论尚未确定",
    "date": date(2020, 1, 1),
    "ruleset": "zzvc-2023-32",
    "open_facts": ("work.pilot",),
    "reachable": ("exempt", "lighter"),
    "outcome": "exempt",
    "permitted": ("lighter",),
    "clauses": ("7.5",),
    "kind": "条款",
    "detail": ("请求有误", "The request is wrong"),
    "more": {"limit": 3},
    "headers": {"Retry-After": "1"},
    "given": 5,
    "wanted": "datetime.date",
    "name": "5.33",
    "names": ("5.3", "6.3"),
    "remedy": ("也可以写目录", "a folder will do too"),
    "what": ("表头", "The header"),
    "english": "The decision is not settled",
}


def _imported() -> Iterator[str]:
    for module in pkgutil.walk_packages(tolerance_rules.__path__, "tolerance_rules."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:  # of an extra that is not installed
                if str(error.name).startswith("tolerance_rules"):
                    raise
                continue
            yield module.name


def _kinds(root: type[BaseException]) -> Iterator[type[BaseException]]:
    for kind in root.__subclasses__():
        if kind.__module__.startswith("tolerance_rules."):
            yield kind
        yield from _kinds(kind)


MODULES = list(_imported())
KINDS = sorted(set(_kinds(BaseException)), key=lambda kind: kind.__name__)


def made(kind: type[BaseException]) -> BaseException:
    code = kind.__init__.__code__ if hasattr(kind.__init__, "__code__") else None
    if code is None:  # that of Python: any arguments
        return kind("message", 1)
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    if "spec" in names:
        return kind(next(iter(tolerance_rules.CaseFacts.vocabulary.values())))
    positional = [GIVEN[name] for name in names[: code.co_argcount - 1]]
    return kind(*positional, **{name: GIVEN[name] for name in names[code.co_argcount - 1 :]})


def test_all_errors_of_the_library_are_found() -> None:
    names = {kind.__name__ for kind in KINDS}
    assert names >= {name for name in tolerance_rules.__all__ if name.endswith("Error")}
    assert len(names) > 12


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_survives_pickling(kind: type[BaseException], protocol: int) -> None:
    error = made(kind)
    error.__dict__["noted"] = "甲"
    for other in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):
        assert type(other) is kind
        assert (str(other), other.args) == (str(error), error.args)
        assert vars(other) == vars(error)


@pytest.mark.parametrize("name", [lambda: 1, object(), ["exempt"], None, 3])
def test_a_name_that_is_no_text_does_not_keep_an_error_from_travelling(name: object) -> None:
    error = tolerance_rules.UnknownNameError("结论", name, ["exempt"])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
