"""Random cases, seeded: mixtures in which all six outcomes, and every kind of doubt, occur."""

from __future__ import annotations

from tolerance_rules.facts import CaseFacts

VOCABULARY = CaseFacts.vocabulary
NAMES = tuple(VOCABULARY)

# A case drawn evenly is nearly always barred. These are the odds of true, by fact or by group,
# in the mixture in which bars are rare and the conditions of Article 7(5) often met.
_RARE = 0.02
_ODDS = {
    "work.performing_duty": 0.97,
    "work": 0.3,
    "conditions": 0.4,
    "conditions.prohibited_by_law": 0.1,
    "procedure": 0.8,
    "nature": 0.4,
    "nature.express_prohibition_violated": 0.15,
    "nature.persisted_after_prohibition": 0.05,
    "nature.political_discipline_violated": _RARE,
    "nature.eight_point_violated": _RARE,
    "nature.serious_breach": _RARE,
    "nature.other_bar": _RARE,
    "motive": 0.5,
    "motive.gain_for_self": _RARE,
    "motive.gain_for_others": _RARE,
    "motive.gain_for_unit": 0.1,
    "motive.knowing_violation": 0.1,
    "consequences.serious_mass_incident": _RARE,
    "discretion.aggravating": 0.3,
}
_WEIGHTS = {
    "subject.kind": (20, 56, 4, 10, 8, 2),
    "conditions.law_at_the_time": (80, 10, 10),
    "consequences.safety_accident": (80, 18, 2),
    "consequences.harm_to_students_or_staff": (80, 18, 2),
    "consequences.loss": (50, 35, 15),
    "consequences.impact": (50, 35, 13, 2),
    "remedy.rectification": (60, 3, 1, 1, 1, 34),
    "remedy.impact_removal": (50, 10, 10, 30),
    "remedy.loss_recovery": (50, 10, 10, 30),
}


def likely(rng):
    """Return a complete case in which bars are rare and circumstances common."""
    case = {}
    for name, spec in VOCABULARY.items():
        if spec.boolean:
            case[name] = rng.random() < _ODDS.get(name, _ODDS.get(spec.group, 0.5))
        else:
            case[name] = rng.choices(spec.values, _WEIGHTS[name])[0]
    return case


def even(rng):
    """Return a complete case drawn evenly."""
    return {name: rng.choice(spec.values) for name, spec in VOCABULARY.items()}


def plain(rng):
    """Return a complete case of presumptions with a few facts changed."""
    case = {name: spec.presumed for name, spec in VOCABULARY.items()}
    for name in rng.sample(NAMES, rng.randint(0, 12)):
        case[name] = rng.choice(VOCABULARY[name].values)
    return case


def repaired(case):
    """Return the case, known facts or not, without impossible combinations."""
    case = dict(case)
    three = "nature.three_distinctions"
    apart = (
        "motive.knowing_violation",
        "nature.persisted_after_prohibition",
        "motive.gain_for_self",
        "motive.gain_for_others",
    )
    if case[three] and any(case[name] for name in apart):
        case[three] = False
    if case["conditions.prohibited_by_law"] or case["nature.persisted_after_prohibition"]:
        case["nature.express_prohibition_violated"] = True
    return case


def complete(rng):
    """Return a complete case that can be."""
    return repaired(rng.choice((likely, likely, likely, plain, even))(rng))


def masked(case, share, rng):
    """Return the case with about `share` of its facts made unknown; a finding never is."""
    return {
        name: value if VOCABULARY[name].finding or rng.random() >= share else None
        for name, value in case.items()
    }


def with_unknown(case, names):
    """Return the case with the named facts made unknown."""
    return {name: None if name in names else value for name, value in case.items()}


def partial(rng):
    """Return a case of known and unknown facts that can be, in one of many proportions."""
    share = rng.choice((0, 0.02, 0.05, 0.05, 0.1, 0.1, 0.3, 0.6, 0.9, 0.98, 1))
    return masked(complete(rng), share, rng)


def careless(rng):
    """Return a case of known and unknown facts that perhaps cannot be."""
    return masked(rng.choice((likely, even))(rng), rng.choice((0, 0.1, 0.5)), rng)
