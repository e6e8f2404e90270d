"""Web pages: the workbench at `/`, and the description of the service for people at `/docs`.

Nothing of them comes from elsewhere, and each says which scripts the browser may run.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from tolerance_rules.service.entity_tags import is_kept
from tolerance_rules.service.operation import LANG, Answer, Call, Operation
from tolerance_rules.service.problems import Problem

PAGES = Path(__file__).parent / "pages"
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HTML = "text/html; charset=utf-8"
FILES = {
    "docs.html": HTML,
    "docs.js": "text/javascript; charset=utf-8",
    "docs.css": "text/css; charset=utf-8",
}


def workbench(call: Call) -> Response:
    """Give the workbench."""
    page, policy, tag = call.service.workbenches.page(call.lang)
    headers = {
        "Content-Security-Policy": policy,
        "Content-Language": call.lang,
        "Cache-Control": "private, no-cache",
        "ETag": tag,
    }
    if is_kept(call, tag):
        return Response(status_code=304, headers=headers)
    return Response(page, headers=headers, media_type=HTML)


def docs_page(_call: Call) -> Response:
    """Give the page that shows the description."""
    return _file("docs.html")


def docs_file(call: Call) -> Response:
    """Give a file of that page."""
    if call.path["name"] not in FILES:
        raise Problem("not-found", ("没有这个文件", "There is no such file"))
    return _file(call.path["name"])


def _file(name: str) -> Response:
    headers = {"Content-Security-Policy": _OWN, "Cache-Control": "private, no-cache"}
    return Response((PAGES / name).read_bytes(), headers=headers, media_type=FILES[name])


OPERATIONS = (
    Operation(
        "workbench",
        "GET",
        "/",
        ("工作台（网页）", "The workbench, a page"),
        workbench,
        None,
        Answer("Text", ("text/html",), others=((304, ("没有变", "Unchanged")),)),
        (LANG,),
        tag="pages",
    ),
    Operation(
        "docsPage",
        "GET",
        "/docs",
        ("接口说明（网页）", "The description, a page"),
        docs_page,
        None,
        Answer("Text", ("text/html",)),
        tag="pages",
        where="loop",
    ),
    Operation(
        "docsFile",
        "GET",
        "/docs/{name}",
        ("接口说明页的文件", "A file of that page"),
        docs_file,
        None,
        Answer("Text", ("text/html", "text/javascript", "text/css")),
        tag="pages",
        where="loop",
    ),
)
