"""Words that no text of the catalogue holds: insults, grades of risk, medicines as advice.

Staff write as they would in front of the person. Each pattern comes with what to say instead.
"""

import re
from collections.abc import Iterator, Mapping

MEDICINES = (
    "lithium|lamotrigin(?:e)?|quetiapin(?:e)?|olanzapin(?:e)?|aripiprazole?|risperidone?|clozapin(?:e)?"
    "|haloperidol|amisulprid(?:e)?|sertralin(?:e)?|fluoxetin(?:e)?|(?:es)?citalopram|paroxetin(?:e)?"
    "|venlafaxin(?:e)?|duloxetin(?:e)?|mirtazapin(?:e)?|bupropion|amitriptylin(?:e)?|trazodone?"
    "|valproate?|valproic|carbamazepin(?:e)?|topiramate?|lorazepam|diazepam|clonazepam|alprazolam"
    "|zopiclone?|zolpidem|promethazin(?:e)?|naltrexone?|methylphenidate?|pregabalin|gabapentin"
    "|(?:es)?ketamin(?:e)?"
)
"""Names of medicines, English and German: the programme never proposes one."""

_KINDS = (
    "antidepressants?|antipsychotics?|neuroleptics?|mood stabili[sz]ers?|benzodiazepines?|ssris?"
    "|sedatives?|tranquilli[sz]ers?|sleeping (?:pills?|tablets?)"
)
_GRADES = "low|medium|moderate|high|severe"

ANYWHERE: Mapping[str, str] = {
    r"manipulat\w*": "say what the person did and what for",
    r"attention[- ]?seek\w*": "say what the person needed",
    r"(?:treatment|therapy)[- ](?:resistan\w+|refractory)": "say 'did not respond to …'",
    r"non-?complian\w*|uncooperative|unmotivated|lack of motivation": "say what did not fit",
    r"borderlines|borderline (?:patients?|clients?|women|men|people|girls?)": (
        "say 'people with borderline personality disorder'"
    ),
    r"(?:difficult|impossible|hateful|heart-?sink|hopeless) (?:patients?|clients?|cases?)": (
        "say what is difficult, and for whom"
    ),
    r"acting[- ]out|acts out|acted out": "say what the person did",
    r"suicid(?:e|al) gestures?|parasuicid\w*|commit\w* suicide": (
        "say 'suicide attempt' or 'died by suicide'"
    ),
    r"(?:failed|successful|unsuccessful|completed) suicid\w*": (
        "say 'suicide attempt' or 'died by suicide'"
    ),
    r"hysterical|crazy|insane|psychopath\w*|drama queen": "say what the person does or feels",
    rf"(?:{_GRADES})[- ](?:suicid\w+ )?risk": "say what was said and done; risk has no grade here",
    rf"risk (?:is|was|as|:) (?:{_GRADES})": "say what was said and done; risk has no grade here",
    r"risk (?:scores?|levels?|grad\w+|category|categories|ratings?|bands?|stratification)": (
        "say what was said and done; risk has no grade here"
    ),
    MEDICINES: "leave medicines to the prescriber",
    rf"(?:start|give|prescribe|increase|raise|add|try|recommend|offer)(?:s|ing)? "
    rf"(?:an? |the |some |more |any )?(?:{_KINDS})": "leave medicines to the prescriber",
}
"""Patterns of whole words, in small letters, in no text at all; each with a remedy."""

SPOKEN: Mapping[str, str] = {
    r"distort\w*|irrational|maladaptive|dysfunctional|patholog\w*": "say it as one possible view",
    r"you(?:'ve|’ve| have)? (?:misread|misunderst\w+|misinterpret\w*|overreact\w*|exaggerat\w*)": (
        "say it as one possible view; nobody is told that they misread"
    ),
    r"(?:only|just|all) in your (?:head|mind|imagination)": "say what you understand of it",
}
"""Patterns in nothing that a therapist says to a patient."""


def _either(words: Mapping[str, str]) -> re.Pattern[str]:
    either = "|".join(f"({pattern})" for pattern in words)
    return re.compile(rf"\b(?:{either})(?!\w)")


_ANYWHERE = (_either(ANYWHERE), tuple(ANYWHERE.values()))
_SPOKEN = (_either(SPOKEN), tuple(SPOKEN.values()))


def unkind_words(text: str, *, spoken: bool = False) -> Iterator[tuple[str, str]]:
    """The words that have no place in a text, each with what to do instead.

    >>> list(unkind_words("He is manipulative."))
    [('manipulative', 'say what the person did and what for')]
    """
    small = text.lower()
    original = text if len(small) == len(text) else small
    for pattern, remedies in (_ANYWHERE, _SPOKEN) if spoken else (_ANYWHERE,):
        for found in pattern.finditer(small):
            yield original[found.start() : found.end()], remedies[(found.lastindex or 1) - 1]
