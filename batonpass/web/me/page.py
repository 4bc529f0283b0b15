"""What may a person set for themselves? So far: the language of their pages and of the mails to them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import users
from batonpass.tongue.spoken import LANGUAGES, say
from batonpass.web.parts.frame import ROLES, show
from batonpass.web.parts.house import house
from batonpass.web.parts.language import keep_language
from batonpass.web.parts.refused import PageRefused
from batonpass.web.session import Form, Here

routes = APIRouter(include_in_schema=False)


@routes.get("/me")
async def page(request: Request, reader: Here) -> Response:
    """What is set, and what else may be chosen."""
    return await show(
        request,
        reader,
        "me/page.html",
        here="me",
        title=say("My settings"),
        user=reader.user,
        role=ROLES.get(reader.user.role, reader.user.role),
        languages=LANGUAGES,
    )


@routes.post("/me/language")
async def choose(request: Request, reader: Here, form: Form) -> Response:
    """Speak another language from the next page on, here and wherever else they sign in."""
    language = form.get("language", "")
    if language and language not in LANGUAGES:
        raise PageRefused(422, say("No such language"), say("Choose one from the list."))
    await users.put_language(house(request).pool, reader.user.email, language)
    response = RedirectResponse("/me", 303)
    keep_language(request, response, language)
    return response
