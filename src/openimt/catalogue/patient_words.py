"""Words that a patient's page never holds: they grade, blame, frighten or advise a medicine."""

import re
from collections.abc import Iterator, Mapping

LANGUAGES = ("en", "de")
"""The languages in which every page for patients must be there."""

BANNED: Mapping[str, tuple[str, ...]] = {
    "en": (
        "risk\\w*",
        "distort\\w*",
        "manipulat\\w*",
        "sever(e|ity|ely)",
        "borderline\\w*",
        "attention[- ]seek\\w*",
        "dysfunction\\w*",
        "maladaptive",
        "patholog\\w*",
        "disorder\\w*",
        "non-?complian\\w*",
        "resistan(t|ce)",
        "treatment[- ]resistant",
        "failure",
        "evidence",
        "suicid\\w*",
        "overdos\\w*",
        "cutting",
        "lithium|lamotrigine|quetiapine|olanzapine|benzodiazepine\\w*|antidepressant\\w*",
        "sertraline|fluoxetine|lorazepam|diazepam|aripiprazole|risperidone",
    ),
    "de": (
        "risik\\w*",
        "verzerr\\w*",
        "manipul\\w*",
        "schweregrad\\w*",
        "borderline\\w*",
        "gestört\\w*",
        "störung\\w*",
        "krankhaft\\w*",
        "versag\\w*",
        "unkooperativ\\w*",
        "therapieresistent\\w*",
        "evidenz\\w*",
        "suizid\\w*|selbstmord\\w*",
        "überdos\\w*",
        "ritzen|schneiden",
        "lithium|lamotrigin|quetiapin|olanzapin|benzodiazepin\\w*|antidepressiv\\w*",
        "sertralin|fluoxetin|lorazepam|diazepam|aripiprazol|risperidon",
    ),
}
"""For each language, the words as patterns of whole words in small letters."""

_PATTERNS = {
    language: re.compile(rf"\b(?:{'|'.join(words)})\b") for language, words in BANNED.items()
}


def banned_words(text: str, language: str) -> Iterator[str]:
    """The words of a text that patients should not meet, in order.

    >>> list(banned_words("Your risk level is high.", "en"))
    ['risk']
    """
    pattern = _PATTERNS.get(language)
    if pattern is not None:
        small = text.lower()
        original = text if len(small) == len(text) else small
        yield from (original[one.start() : one.end()] for one in pattern.finditer(small))
