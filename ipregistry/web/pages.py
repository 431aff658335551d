"""The public pages: search by number, the page of a right, the interface for programs.

Every page works without JavaScript, says its language in the address, and reads through the
same services and the same access table as the API, as the public.
"""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from ipregistry.domain.access import PUBLIC_ACTOR
from ipregistry.domain.certification import STATEMENT
from ipregistry.services.copies import certified_title
from ipregistry.services.errors import NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.web.asset_page import asset_page
from ipregistry.web.case_page import (
    MOST_BYTES,
    CasePage,
    DoorPage,
    case_page,
    door_page,
    explained,
    said_in,
)
from ipregistry.web.lookup import MAX_LENGTH, OFFICES, choices, look_up, read_number_line
from ipregistry.web.messages import FALLBACK, LANGUAGES, negotiate
from ipregistry.web.sayings import Speaker, day, in_language, instant

blueprint = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/web",
)

_LANGUAGE = "/<any('" + "', '".join(LANGUAGES) + "'):language>"

# No script or style from anywhere else, and none written into a page. Pictures in `data:`
# are those inside the vendored style sheets.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@blueprint.get("/")
def start() -> BaseResponse:
    """To the reader's language; the only page that negotiates, so that all others can be linked."""
    language = negotiate(request.headers.get("Accept-Language"))
    answer = redirect(url_for("pages.search", language=language))
    answer.headers["Vary"] = "Accept-Language"
    return answer


@blueprint.get(_LANGUAGE + "/")
def search(language: str) -> Response:
    """The search box."""
    return _page("search.html", language, offices=OFFICES)


@blueprint.get(_LANGUAGE + "/assets")
def find(language: str) -> BaseResponse:
    """One right: its page. Several: a choice. None: what that means."""
    asked = request.args.get("number", "")[:MAX_LENGTH].replace("\x00", "").strip()
    if not asked:
        return redirect(url_for("pages.search", language=language))
    office = request.args.get("office", "")
    found = look_up(_node(), asked, office)
    if len(found.hits) == 1:
        return redirect(url_for("pages.asset", language=language, asset_id=found.hits[0]))
    if found.hits:
        several = choices(_node(), found.hits)
        return _page("choice.html", language, found=found, choices=several)
    return _page(
        "none.html",
        language,
        found=found,
        line=read_number_line,
        offices=OFFICES,
        chosen=office,
    )


@blueprint.get(_LANGUAGE + "/assets/<asset_id>")
def asset(language: str, asset_id: str) -> Response:
    """The page of one right."""
    page = asset_page(_node(), Speaker(language), asset_id)
    return _page("asset.html", language, page=page)


@blueprint.get(_LANGUAGE + "/assets/<asset_id>/certified-copy")
def certified_copy(language: str, asset_id: str) -> Response:
    """A certified copy of title, to print: its signature stands on it."""
    page = asset_page(_node(), Speaker(language), asset_id)
    copy = certified_title(_node(), PUBLIC_ACTOR, asset_id, None, None)
    return _page("copy.html", language, page=page, copy=copy, statement=STATEMENT[language])


@blueprint.route(_LANGUAGE + "/cases/status", methods=["GET", "POST"])
def case_status(language: str) -> Response:
    """Where a case stands: a form, and its answer. The key stands in no address."""
    page = CasePage("")
    if request.method == "POST":
        request.max_content_length = MOST_BYTES
        number, key = request.form.get("case", ""), request.form.get("key", "")
        page = case_page(_node(), Speaker(language), number, key, request.remote_addr or "")
    answer = _page("case.html", language, page=page, said_in=said_in, explained=explained)
    return _kept_by_nobody(answer, page.status_code, page.wait)


@blueprint.route(_LANGUAGE + "/cases/enter", methods=["GET", "POST"])
def case_door(language: str) -> Response:
    """Entering a case by the code of an invitation: a form, and what it gives, shown once."""
    page = DoorPage()
    if request.method == "POST":
        request.max_content_length = MOST_BYTES
        code = request.form.get("code", "")
        page = door_page(_node(), Speaker(language), code, request.remote_addr or "")
    return _kept_by_nobody(_page("door.html", language, page=page), page.status_code, page.wait)


def _kept_by_nobody(answer: Response, status: int, wait: int | None) -> Response:
    """Nobody after him at this machine finds the answer, nor a key in a form."""
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


@blueprint.get("/docs")
def docs() -> Response:
    """The interface for programs, to read and to try out."""
    return _page("docs.html", FALLBACK)


@blueprint.errorhandler(NotFoundError)
def _not_found(error: NotFoundError) -> Response:
    return _error(404, error.code, dict(error.params))


@blueprint.errorhandler(HTTPException)
def _refused(error: HTTPException) -> Response:
    code = {404: "not-found", 405: "method-not-allowed"}.get(error.code or 500, "bad-request")
    return _error(error.code or 500, code, {})


@blueprint.after_request
def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _node() -> RunningNode:
    node: RunningNode = current_app.extensions["node"]
    return node


def _error(status: int, code: str, params: dict[str, Any]) -> Response:
    language = (request.view_args or {}).get("language") or negotiate(
        request.headers.get("Accept-Language")
    )
    said = Speaker(language).message(code, params)
    answer = _page("error.html", language, said=said)
    answer.status_code = status
    return answer


def _page(template: str, language: str, **values: Any) -> Response:
    speaker = Speaker(language)
    text = render_template(
        template,
        language=language,
        languages=[(code, speaker.word("language", code)) for code in LANGUAGES],
        alternate=_alternate,
        t=speaker.say,
        speaker=speaker,
        in_language=in_language,
        day=day,
        instant=instant,
        node_code=_node().identity.code,
        **values,
    )
    answer = make_response(text)
    answer.headers["Content-Language"] = language
    # A page is right at the moment of asking; a kept one would show an owner of yesterday.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _alternate(language: str) -> str:
    """This page in another language."""
    endpoint, values = request.endpoint, request.view_args
    if endpoint is None or values is None or "language" not in values:
        return url_for("pages.search", language=language)
    query = {name: request.args[name] for name in ("number", "office") if name in request.args}
    return url_for(endpoint, **{**values, **query, "language": language})
