"""A module in the patient's words: the same on their own page and in a clinician's preview."""

from django.utils.translation import gettext as _

from openimt.catalogue.module import PatientPage

SENTENCES = 3
"""So many a paragraph: short ones are easier to read."""


def patient_words(page: PatientPage) -> dict[str, object]:
    """What ``components/patient_words.html`` needs, in the language that is spoken now."""
    return {
        "page": page,
        "paragraphs": paragraphs(page.says),
        "first_label": _("A first small thing"),
        "first_note": _("Only if it fits today. You can leave it."),
    }


def paragraphs(text: str) -> list[str]:
    """The text in short paragraphs, cut only between sentences.

    >>> paragraphs("One. Two? Three! Four.")
    ['One. Two? Three!', 'Four.']
    """
    marked = text
    for end in ".?!":
        marked = marked.replace(f"{end} ", f"{end}\n")
    sentences = marked.splitlines()
    return [
        " ".join(sentences[start : start + SENTENCES])
        for start in range(0, len(sentences), SENTENCES)
    ]
