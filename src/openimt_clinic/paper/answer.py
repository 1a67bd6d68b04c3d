"""Handing a PDF to a browser, under a name that any file system takes."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

LONGEST_NAME = 60


def as_pdf(content: bytes, *words: str) -> HttpResponse:
    """The answer; ``words`` make the file's name: letters, digits and hyphens alone are kept."""
    name = slugify(" ".join(words))[:LONGEST_NAME].strip("-") or "page"
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.pdf")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
