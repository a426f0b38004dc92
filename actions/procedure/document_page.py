"""The application as a page to print: the same lines as the Word file, from knowledge/templates/application.html."""

from __future__ import annotations

from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from actions.content.source import ROOT
from actions.procedure.document import application_lines
from actions.procedure.document_facts import ApplicationFacts


@cache
def template(name: str) -> Template:
    """A page to print of knowledge/templates; raises jinja2.TemplateNotFound."""
    folder = FileSystemLoader(ROOT / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template(name)


def application_page(application: ApplicationFacts, today: date) -> str:
    """One HTML article without styles or scripts; the channel that shows it brings the style."""
    return template("application.html").render(application_lines(application, today))
