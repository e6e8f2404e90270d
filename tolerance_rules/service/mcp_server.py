"""MCP server: the questions of an investigator as read-only tools for an assistant, over stdio.

An assistant may ask and propose; no tool here decides, records or writes anything. What it reads
out of a report becomes facts only through `tolerance-rules intake` and a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from tolerance_rules import __version__
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ExecutorError, ToleranceRulesError
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.fact_words import fact_documents
from tolerance_rules.what_if import next_questions, paths_to

T = TypeVar("T")

INSTALL = 'pip install "tolerance-rules[mcp]"'
INSTRUCTIONS: Pair = (
    "按《{title}》（{document}）评判案件、提问和说明。事实写成 {{组: {{事实: 值}}}}，未查明的\n"
    "不写或写 null，不得推测；先用 facts 看有哪些事实。settled 为 false 的结论只是推定，不得当作\n"
    "决定转述。这里的工具只读：不作决定，不记录；事实由人认定，决定由有权机关作出。",
    "Evaluates, asks and explains cases under {document}. Facts are {{group: {{fact: value}}}};\n"
    "leave out what is not established, or write null, and never guess; see `facts` first. An\n"
    "outcome with settled = false is presumed only and must not be passed on as a decision. The\n"
    "tools only read: they neither decide nor record. A person finds the facts, and the competent\n"
    "authority decides.",
)
FACTS: Pair = (
    "列出全部事实：名称、问题、可填的值、未查明时的推定、用到它的条款。",
    "List every fact: name, question, values, presumption, and the clauses that use it.",
)
EVALUATE: Pair = (
    "评判：结论（settled 为 false 时只是推定）、可能的结论、依据的条款和事实、尚待查明的事实。",
    "Evaluate: the outcome (only presumed where settled is false), what is reachable, the clauses "
    "and facts relied on, and what is still to be established.",
)
EXPLAIN: Pair = (
    "用文字说明评判：依据、妨碍更好结论的、没有影响结论的不利事实、取决于哪些读法。",
    "Explain the evaluation in words: what it rests on, what prevents a better outcome, adverse "
    "facts that did not bear on it, readings on which it turns.",
)
QUESTIONS: Pair = (
    "列出还能改变结论的未查明事实，最能决定结论的在前，和每种答案之后还可能的结论。",
    "List the unknown facts that can still change the outcome, the most decisive first, with what "
    "each answer would leave possible.",
)
PATHS: Pair = (
    "怎样才能得到某个结论：最小的几组事实改变。only 为 doable 时只看现在还能做的。",
    "How an outcome could be reached: the smallest sets of changes. With only = doable, of what "
    "can still be done.",
)


def server(engine: Engine, lang: Lang) -> Any:
    """Return the server of one ruleset, an `MCPServer`; ExecutorError if its SDK is not there."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise ExecutorError(
            f"MCP 服务要用 mcp，请安装：{INSTALL}",
            english=f"The MCP server needs mcp: {INSTALL}",
        ) from error
    rules = engine.rules
    made = MCPServer(
        "tolerance-rules",
        instructions=pick(lang, INSTRUCTIONS).format(
            title=rules.title, document=rules.document_number
        ),
        version=__version__,
        log_level="WARNING",
    )

    def answered(work: Callable[[], T]) -> T:
        """Return what a tool found; what is wrong with the facts is told, never a traceback."""
        try:
            return work()
        except ToleranceRulesError as error:
            raise ToolError(error.told(lang)) from None

    def under(readings: Mapping[str, str] | None) -> Engine:
        return engine.under(readings) if readings else engine

    def facts() -> list[dict[str, Any]]:
        return fact_documents(rules, tuple(rules.vocabulary.groups))

    def evaluate(facts: dict[str, Any], readings: dict[str, str] | None = None) -> dict[str, Any]:
        return answered(lambda: under(readings).evaluate(facts).to_dict())

    def explain(
        facts: dict[str, Any],
        readings: dict[str, str] | None = None,
        language: Literal["zh", "en"] = lang,
    ) -> str:
        return answered(lambda: under(readings).evaluate(facts).explain(language))

    def questions(facts: dict[str, Any], readings: dict[str, str] | None = None) -> dict[str, Any]:
        def found() -> dict[str, Any]:
            by = under(readings)
            return next_questions(by, by.evaluate(facts)).to_dict()

        return answered(found)

    def paths(
        facts: dict[str, Any],
        to: str,
        only: Literal["doable", "establishable"] | None = None,
        readings: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        return answered(lambda: paths_to(under(readings), facts, to, only=only).to_dict())

    reads = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for tool, words in (
        (facts, FACTS),
        (evaluate, EVALUATE),
        (explain, EXPLAIN),
        (questions, QUESTIONS),
        (paths, PATHS),
    ):
        made.add_tool(tool, description=pick(lang, words), annotations=reads)
    return made
