// @ts-check
// Context: what every part of the page is drawn from, worked out afresh for each drawing.

import { faultText } from "../../portable/javascript/faults.mjs";
import { uiPick } from "./engine.mjs";
import { uiWord } from "./words.mjs";

export function makeContext(engine, store, act) {
  const { state } = store;
  const lang = state.lang;
  const t = (key, ...values) => uiWord(lang, key, values);
  const pick = (pair) => uiPick(lang, pair);
  const { decision, faults } = engine.decide(state.work);
  const outcomes = new Map(engine.bundle.outcomes.map((each) => [each.code, each.label]));
  const comma = lang === "zh" ? "、" : ", ";

  const series = (parts) => parts.join(comma);
  const outcomeWords = (code) => pick(outcomes.get(code));
  const valueWords = (spec, value) => {
    if (value === null || value === undefined) {
      return t(spec.finding ? "not_recorded" : "not_established");
    }
    const values = Array.isArray(value) ? value : [value];
    const labels = values.map((each) => pick(spec.values.find((v) => v.value === each).label));
    return labels.join(lang === "zh" ? " 或 " : " or ");
  };
  const factSaid = (name, value) => {
    const spec = engine.byName.get(name);
    const said = `${pick(spec.label)}${lang === "zh" ? "：" : ": "}`;
    return said + valueWords(spec, value);
  };
  const clauseName = (id, citation) => {
    const card = engine.cards.get(id);
    const official = citation || (card === undefined ? id : card.citation.zh);
    if (lang === "zh" || card === undefined) return official;
    return card.citation.en || official;
  };

  const chosenOption = (card) => state.work.readings[card.id] || card.chosen;
  const used = new Set();
  if (decision !== null) {
    for (const citation of decision.citations) {
      for (const each of citation.because) if (each.origin === "presumed") used.add(each.fact);
    }
  }

  return {
    engine,
    store,
    isPresumedUsed: (name) => used.has(name),
    state,
    act,
    lang,
    t,
    pick,
    decision,
    faults,
    comma,
    series,
    colon: lang === "zh" ? "：" : ": ",
    outcomeWords,
    valueWords,
    factSaid,
    clauseName,
    openFacts: () => new Set(decision === null ? [] : decision.open_facts),
    /** Return what is known of a fact, with what follows from the others. */
    knownNow: (name) => {
      const implied = decision === null ? [] : decision.implied;
      const found = implied.filter((each) => each.fact === name);
      return found.length > 0 ? found[found.length - 1].value : state.work.case.facts[name];
    },
    chosenReadings: () => {
      const chosen = {};
      for (const card of engine.bundle.readings) {
        chosen[card.id] = chosenOption(card);
      }
      return chosen;
    },
    /** Return the readings that are chosen and are not the default, each with its option. */
    changedReadings: () =>
      engine.bundle.readings
        .map((card) => ({ card: card, option: card.options.find((each) => each.option === chosenOption(card)) }))
        .filter(({ card, option }) => option.option !== card.default),
    questions: () => (decision === null ? null : engine.questions(state.work)),
    report: () => engine.explained(state.work, decision, lang),
    explained: () => sectionsOf(engine.explained(state.work, decision, lang), engine, lang),
    /** Return what is wrong, in words. */
    faultSaid: (fault) => (fault.message !== undefined ? faultText(fault, lang) : pick(fault)),
    /** Return an outcome as it is called: presumed where it is not settled. */
    outcomeSaid: (found) =>
      found.settled
        ? outcomeWords(found.outcome)
        : t("presumed_is", outcomeWords(found.outcome)),
    roleSaid: (citation) => pick(engine.bundle.messages.roles[citation.role]),
    cited: (citation) => engine.cited(state.work, decision, lang, citation),
    circumstanceSaid: (each) => {
      const spec = engine.byName.get(each.fact);
      if (spec.boolean) return pick(spec.label);
      const said = valueWords(spec, each.values);
      return lang === "zh" ? `${pick(spec.label)}（${said}）` : `${pick(spec.label)} (${said})`;
    },
  };
}

/** Return the sections of an explanation by what they are about. */
function sectionsOf(found, engine, lang) {
  const headings = engine.bundle.messages.explanation;
  const named = {};
  for (const key of ["prevented", "unweighed", "implied", "presumed", "open", "warnings"]) {
    const heading = uiPick(lang, headings[key]);
    const section = found.sections.find((each) => each.heading === heading);
    if (section !== undefined) named[key] = section;
  }
  return named;
}
