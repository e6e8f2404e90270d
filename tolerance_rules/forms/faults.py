"""Faults: what is wrong with the files beside the rules, the standard for analysis and the forms.

They decide nothing, so rules load without them; `check` tells of all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.errors import ExecutorError, Fault, FormError, RulesError
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.formats.forms_file import Form, Forms, read_forms
from tolerance_rules.forms.word_file import asked_for
from tolerance_rules.rules import Ruleset


def faults_beside(rules: Ruleset) -> list[Fault]:
    """Return every fault of the standard, of the forms and of their templates."""
    found: list[Fault] = []
    try:
        read_standard(rules)
    except RulesError as error:
        found += error.faults
    try:
        found += _templates(read_forms(rules))
    except RulesError as error:
        found += error.faults
    return found


def _templates(forms: Forms) -> Iterator[Fault]:
    for form in forms.forms.values():
        try:
            yield from _unlike(form, forms)
        except FormError as error:
            yield from error.faults
        except ExecutorError:  # what reads templates is not installed: nothing fills them either
            return


def _unlike(form: Form, forms: Forms) -> Iterator[Fault]:
    """Yield the fields that a template asks for and the form has not, and the other way round."""
    asked = asked_for(form.template)
    wanted = {*form.fields, *(["rows"] if form.row else [])}
    codes = {forms.fields[code].label[0]: code for code in form.fields if code in forms.fields}
    for names, zh, en in (
        (asked - wanted, "模板要填而没有列的栏目", "the template asks for fields not listed"),
        (wanted - asked, "列了而模板没有的栏目", "fields are listed that the template has not"),
    ):
        if names:
            message = f"{zh}：{'、'.join(sorted(names))}", f"{en}: {', '.join(sorted(names))}"
            meant = [f"{{{{ {codes[name]} }}}}" for name in sorted(names) if name in codes]
            meant = meant or [f"{{{{ {name} }}}}" for name in sorted(names) if name in form.fields]
            remedy = (
                f"请核对 {form.id} 的 fields 和模板",
                f"compare the fields of {form.id} with its template",
            )
            if meant:  # a label for its code, or braces that are none
                remedy = (
                    f"{remedy[0]}；模板里写代码名，用半角花括号：{'、'.join(meant)}",
                    f"{remedy[1]}; a template has their codes in braces of ASCII: "
                    f"{', '.join(meant)}",
                )
            yield Fault.of("F008", message, remedy, str(form.template))
