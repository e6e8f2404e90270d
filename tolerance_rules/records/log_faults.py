"""Log faults: what is wrong with a log or what is to be recorded, by code, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.errors import Fault

ENGLISH: Mapping[str, str] = {
    "L001": "This cannot be written in canonical form: a number with a fraction, or no plain text",
    "L002": "This is no JSON in canonical form: it may have been altered",
    "L003": "This is no record of the log: it may have been altered",
    "L010": "No key may have that name: no spaces, no plus; as jiwei.example.edu.cn/log",
    "L011": "This is no sound key, signature or signed note: compare it with the original",
    "L012": "That key is not one for cosignatures: make one by log keygen --cosign",
    "L013": "This is no sound checkpoint: compare it with what log checkpoint wrote",
    "L014": "The proof is not sound, or does not hold: check the file and the keys",
    "L015": "No log may have that name: no spaces, no plus; as jiwei.example.edu.cn/log",
    "L016": "Not cosigned: the checkpoint, the last one, the proof or a key does not fit",
    "L017": "That key is not the log's own: sign with the one that log keygen made in its name",
    "L018": "Not cosigned: it is not shown to have grown from what this office last cosigned",
    "L020": "The files of the rules are not readable, or no longer what was loaded: evaluate again",
    "L021": "The file of the policy that decided is needed: give it with --policy",
    "L022": "The decision is not what these rules give for its facts: evaluate it again",
    "L023": "The case has no number, or one too long: write case.id",
    "L024": "The day of the decision is missing or still to come: check case.decided_on",
    "L025": "The authority chose an outcome and gave no reason: give one (--reason)",
    "L026": "The number of a person is in a text of the record: write ids only",
    "L027": "A correction or the result of an appeal needs its kind and its reason (--kind, --why)",
    "L028": "The case of that number is recorded already, as no. {number}: check the number,"
    " or use log amend",
    "L029": "There is no such record, or it is not the one that can be amended: check the number",
    "L030": "There is no decision log there: check the place, or make one by log init",
    "L031": "This is no decision log, or a damaged one: check the path, or restore a backup",
    "L032": "Something is there already: no log was made. Choose another place",
    "L033": "The log would be on a network drive, whose locks do not hold: use a local disk",
    "L034": "The database refuses: see what it says, and look whether the record is there",
    "L035": "The log is not whole, so nothing is appended: run log verify",
    "L036": "The clock is behind the last record: set it right",
    "L037": "That key was used for another request: use another one",
    "L038": "No. {number} has taken the place of that record: look at it, and amend that one",
    "L040": "The disclosure does not hold: check the document, the rules and the keys",
    "L050": "The replay does not really evaluate: do not believe it",
    "L051": "The rules lack facts, values or an outcome of records, so nothing was exported: give"
    " the rules of their decisions by --ruleset",
    "L100": "the database is damaged",
    "L101": "missing",
    "L102": "cannot be read as a record",
    "L103": "stands in another place, or belongs to another log: moved or slipped in",
    "L104": "does not follow the one before it: that one was altered, or this one slipped in",
    "L105": "its hash is wrong: altered",
    "L106": "its time, month or number in the month is wrong",
    "L107": "its dates cannot be: back-dated, or still to come",
    "L108": "its facts or findings were altered",
    "L109": "the rules that it names are not kept, or were altered",
    "L110": "evaluated again, its facts do not give what is recorded",
    "L111": "what it amends, its kind or its case is not as registered",
    "L120": "a checkpoint that is kept is no sound one",
    "L121": "a checkpoint lacks a signature, or has a wrong one",
    "L122": "a checkpoint is that of another log",
    "L123": "a record up to this one was altered or replaced: the checkpoint has another root",
    "L124": "missing from this one on: the checkpoint has more",
    "L125": "something stands in the log that no writer put there, or a guard of it was changed",
    "L126": "a key was given, but there is no checkpoint: what was cut off the end does not show",
}


def log_fault(
    code: str, message: str, remedy: str = "", file: str = "", *, subject: str = ""
) -> Fault:
    """Return a fault; `subject` is the number of the record, where it is one."""
    english = ENGLISH[code]
    if subject.isdigit():
        english = f"Record no. {subject}: {english}"
    return Fault(code, message, remedy, file, subject=subject, english=english)
