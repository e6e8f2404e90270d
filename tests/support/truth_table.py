"""Truth table: a case as all its completions, with a bit in an int for each.

Twenty unknown facts of two values are a million rows, which is still soon done.
"""

from __future__ import annotations

from support.oracle_facts import FINDINGS, PREFERRED


def possible(name, known):
    """Return the values of a fact that are still possible; a finding not recorded is not made."""
    if known is None:
        return (False,) if name in FINDINGS else PREFERRED[name]
    return known if isinstance(known, tuple) else (known,)


def completions(facts):
    """Return in how many ways the facts not established may turn out."""
    number = 1
    for name, known in facts.items():
        number *= len(possible(name, known))
    return number


class Rows:
    """The completions of a case: for each value of each fact, the rows in which the fact has it."""

    def __init__(self, facts):
        self.facts = facts
        number = completions(facts)
        self.every = (1 << number) - 1
        self._columns = {}
        stride = 1
        for name, known in facts.items():
            values = possible(name, known)
            if len(values) == 1:
                self._columns[name, values[0]] = self.every
                continue
            for place, value in enumerate(values):
                block = ((1 << stride) - 1) << stride * place
                times = number // (stride * len(values))
                self._columns[name, value] = repeated(block, stride * len(values), times)
            stride *= len(values)

    def __call__(self, name, *values):
        """Return the rows in which a fact has one of some values; or is true, if none is named."""
        found = 0
        for value in values or (True,):
            found |= self._columns.get((name, value), 0)
        return found

    def no(self, name, *values):
        """Return the rows in which a fact has none of some values; or is false."""
        return self.every & ~self(name, *values)


def repeated(block, width, times):
    """Return a block of bits, `times` times over, by doubling."""
    if times <= 1:
        return block
    half = repeated(block, width, times // 2)
    found = half | half << width * (times // 2)
    return found | block << width * (times - 1) if times % 2 else found


def rows_of(case):
    return case if isinstance(case, Rows) else Rows(case)
