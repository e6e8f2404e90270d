"""Description: the OpenAPI 3.1 document of the service, made of its operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tolerance_rules.rules import Ruleset
from tolerance_rules.service.components import components, ref
from tolerance_rules.service.operation import JSON, JSON_LINES, Operation
from tolerance_rules.service.problems import KINDS, MEDIA_TYPE

EVER = (
    "query",
    "unauthorized",
    "role",
    "origin",
    "failures",
    "internal",
    "busy",
    "unready",
    "head",
)
"""The kinds of problems that any operation may answer with."""
WITH_BODY = ("slow", "too-large", "media-type", "not-json")
LATER = (429, 503)
"""The statuses that may say in how many seconds to ask again."""
RETRY_AFTER = {"description": "几秒以后再来。In how many seconds", "schema": {"type": "integer"}}
TAGS = {
    "case": "案件 Cases",
    "rules": "规则 Rules",
    "records": "记录 Records",
    "audit": "审计 Audit",
    "forms": "文书 Forms",
    "health": "运行 Health",
    "pages": "网页 Pages",
}
ABOUT = (
    "容错纠错规则的服务：评判案件，说明理由，记录决定，审计登记簿。"
    "错误按 RFC 9457，用 `Accept-Language` 或者 `lang` 选语言。\n\n"
    "Rules on tolerance and correction as a service. Problems follow RFC 9457."
)


def described(operations: Iterable[Operation], rulesets: Sequence[Ruleset]) -> dict[str, Any]:
    """Return the description."""
    from tolerance_rules import __version__

    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "tolerance-rules", "version": __version__, "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": components(rulesets),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "tolerance-rules serve token add",
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.about[0],
        "description": operation.about[1],
        "parameters": [*_path_parameters(operation), *_parameters(operation)],
        "responses": _responses(operation),
    }
    if operation.body is not None:
        media = operation.body.media
        schema = (
            ref(operation.body.schema)
            if media == JSON
            # A line is one; of the whole it is only said that it is text.
            else {"type": "string", "contentMediaType": media}
        )
        found["requestBody"] = {"required": True, "content": {media: {"schema": schema}}}
    if operation.roles is not None:
        roles = sorted(map(str, operation.roles))
        found["security"] = [{"token": []}]
        found["x-roles"] = roles
    return found


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)(?::\w+)?\}", operation.path)
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        }
        for name in names
    ]


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "in": "query",
            "required": each.required,
            "description": f"{each.about[0]}。{each.about[1]}",
            "schema": {"type": "array", "items": dict(each.schema), "maxItems": 50}
            if each.many
            else dict(each.schema),
            **({"style": "form", "explode": True} if each.many else {}),
        }
        for each in operation.parameters
    ] + [
        {
            "name": name,
            "in": "header",
            "required": required,
            "description": about,
            "schema": dict(schema),
        }
        for name, about, required, schema in operation.headers
    ]


def _responses(operation: Operation) -> dict[str, Any]:
    answer = operation.answer
    content = {media: {"schema": _schema(media, answer.schema)} for media in answer.media}
    good: dict[str, Any] = {"description": answer.about[0]}
    if answer.schema:
        good["content"] = content
    if answer.headers:
        good["headers"] = {
            name: {"description": f"{about[0]}。{about[1]}", "schema": {"type": "string"}}
            for name, about in answer.headers
        }
    found = {str(answer.status): good}
    for status, about in answer.others:
        found[str(status)] = {"description": about[0]}
    kinds = [*EVER, *operation.problems]
    if operation.body is not None:
        kinds += WITH_BODY
    if "{" in operation.path:
        kinds.append("not-found")
    if operation.where != "loop":
        kinds.append("late")
    statuses: dict[int, list[str]] = {}
    for kind in dict.fromkeys(kinds):
        statuses.setdefault(KINDS[kind][0], []).append(KINDS[kind][1][0])
    for status, titles in sorted(statuses.items()):
        found[str(status)] = {
            "description": "；".join(titles),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
        }
        if status in LATER:
            found[str(status)]["headers"] = {"Retry-After": RETRY_AFTER}
    return found


def _schema(media: str, name: str) -> dict[str, Any]:
    if media == JSON:
        return ref(name)
    binary = media not in (
        JSON_LINES,
        "text/plain",
        "text/markdown",
        "text/html",
        "text/css",
        "text/javascript",
    )
    return {"type": "string", **({"format": "binary"} if binary else {})}
