"""Everything the pages need, put on the application in one call."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, url_for
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from casework.clock import now
from casework.web import dates, kit, uploads, words
from casework.web.headers import csp_nonce, init_headers
from casework.web.navigation import navigation, sign_out_url, signed_in
from casework.web.pagination import page_url

STATIC = Path(__file__).parent / "static"
MEGABYTE = 1024 * 1024
LIMITS = {
    "MAX_CONTENT_LENGTH": 12 * MEGABYTE,
    "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
    "MAX_FORM_PARTS": 2000,
    # A long referral outlives an hour; the session's own limits end it.
    "WTF_CSRF_TIME_LIMIT": None,
}

csrf = CSRFProtect()


def init_web(app: Flask) -> None:
    """Templates, field kit, words, security headers, CSRF and limits."""
    app.config.update(LIMITS)
    app.request_class = uploads.InMemory
    app.register_blueprint(_blueprint())
    _load_templates(app)
    _teach_templates(app)
    init_headers(app)
    # Before the check of the token, which reads the whole form.
    app.before_request(uploads.make_room)
    csrf.init_app(app)


def asset(name: str) -> str:
    """Address of a static file with a fingerprint, so that browsers may keep it for ever."""
    return url_for("web.static", filename=name, v=_fingerprint(name))


def _blueprint() -> Blueprint:
    # `/static/web`, so that an application with a static folder of its own does not hide ours.
    return Blueprint(
        "web",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/web",
    )


def _load_templates(app: Flask) -> None:
    furniture = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*own, furniture])


def _teach_templates(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=dates.day, moment=dates.moment, clock=dates.clock, ago=dates.ago, due=dates.due,
        iso=dates.iso, word=words.word, sentence=words.sentence,
        capitalize_first=words.capitalised, lower_first=words.lowered, kit_kind=kit.kind,
        grouped=words.grouped,
    )  # fmt: skip
    app.jinja_env.tests["late"] = dates.late
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce, navigation=navigation, signed_in=signed_in, page_url=page_url,
        sign_out_url=sign_out_url,
        asset=asset, now=now, effect_words=words.effect, rag_words=words.RAG,
        kit_kind=kit.kind, kit_attributes=kit.attributes, kit_input_type=kit.input_type,
        error_links=kit.error_links,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
