"""MCP server: an assistant may ask, and what it is told is what the library says; it only reads."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from support.rulesets import SHIPPED
from tolerance_rules import Engine
from tolerance_rules.what_if import next_questions, paths_to

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tolerance_rules.service.mcp_server import server

ROOT = Path(__file__).resolve().parents[2]
FACTS = {
    "work": {"pilot": True, "performing_duty": True},
    "consequences": {"loss": ["none", "some"]},
}
TOOLS = {"facts", "evaluate", "explain", "questions", "paths"}


def asked(*calls: tuple[str, dict[str, Any]], lang: str = "zh") -> tuple[list[Any], list[Any]]:
    """Start the command as an assistant's program does; return its tools and its answers."""

    async def conversation() -> tuple[list[Any], list[Any]]:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "tolerance_rules", "mcp", "--lang", lang],
            env={"PYTHONPATH": str(ROOT)},
        )
        async with (
            stdio_client(command) as (reading, writing),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool(name, given) for name, given in calls]

    return asyncio.run(conversation())


@pytest.mark.slow  # a process of its own, which imports the SDK
def test_tools_answer_over_standard_input_and_output_what_the_library_does():
    engine = Engine(SHIPPED)
    decision = engine.evaluate(FACTS)
    tools, answers = asked(
        ("evaluate", {"facts": FACTS}),
        ("explain", {"facts": FACTS, "language": "en"}),
        ("questions", {"facts": FACTS}),
        ("paths", {"facts": FACTS, "to": "exempt", "only": "doable"}),
        ("evaluate", {"facts": FACTS, "readings": {"remedy_scope": "either"}}),
        ("evaluate", {"facts": {"work": {"pliot": True}}}),
        ("evaluate", {"facts": FACTS, "readings": {"no_such": "x"}}),
        ("record", {"facts": FACTS}),
    )
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    told = [answer.structured_content or answer.content[0].text for answer in answers]
    assert told[0] == decision.to_dict()
    assert told[1] == {"result": decision.explain("en")}
    assert told[2] == next_questions(engine, decision).to_dict()
    assert told[3] == paths_to(engine, FACTS, "exempt", only="doable").to_dict()
    other = Engine(SHIPPED).under({"remedy_scope": "either"})
    assert told[4] == other.evaluate(FACTS).to_dict()
    assert [answer.is_error for answer in answers] == [False] * 5 + [True] * 3
    assert "您是否想写 work.pilot" in told[5]
    assert "no_such" in told[6]
    assert "Traceback" not in str(told)


def test_no_tool_writes_and_what_it_says_of_itself_is_in_both_languages():
    for lang, words in (("zh", "不作决定，不记录"), ("en", "neither decide nor record")):
        made = server(Engine(SHIPPED), lang)
        assert words in made.instructions.replace("\n", " ")
        assert {tool.name for tool in asyncio.run(made.list_tools())} == TOOLS
