"""Which questions come now: safety first, the scene when it can be borne, other readings when calm.

The phone follows the same rule (``way.js``), because it has to work without a net.
"""

from enum import StrEnum

from openimt.deliver.moments.limits import Limits, limits
from openimt.deliver.moments.moment import Told


class Way(StrEnum):
    """*Ask*: strength is not known yet. *Help*: what helps comes first, and the rest can wait.
    *Believed*: there was threat or violence, so nothing is asked to be seen otherwise. *Describe*:
    the scene, no other readings. *Calm*: everything."""

    ASK = "ask"
    HELP = "help"
    BELIEVED = "believed"
    DESCRIBE = "describe"
    CALM = "calm"


class Part(StrEnum):
    """The parts of the questions about a moment, in their order."""

    SAFETY = "safety"
    SCENE = "scene"
    MEANING = "meaning"
    FEELINGS = "feelings"
    DID = "did"
    THREAT = "threat"
    OTHERS = "others"


DESCRIBED = (Part.SAFETY, Part.SCENE, Part.MEANING, Part.FEELINGS, Part.DID, Part.THREAT)
PARTS = {
    Way.ASK: (Part.SAFETY,),
    Way.HELP: (Part.SAFETY,),
    Way.BELIEVED: DESCRIBED,
    Way.DESCRIBE: DESCRIBED,
    Way.CALM: (*DESCRIBED, Part.OTHERS),
}


def way(told: Told, threat: bool | None = None, given: Limits | None = None) -> Way:
    """How to go on after what was said.

    An urge that is not known is no reason to stop, but other readings wait until it is.

    >>> way(Told(5, 0, 0)), way(Told(5, 4, 0)), way(Told(7, 0, 0)), way(Told(5, 0, None))
    (<Way.CALM: 'calm'>, <Way.HELP: 'help'>, <Way.DESCRIBE: 'describe'>, <Way.DESCRIBE: 'describe'>)
    """
    numbers = given or limits()
    urges = (told.suicidal_urge, told.self_harm_urge)
    strong = told.strength is not None and told.strength >= numbers.strength_first
    if told.acts or strong or any(u is not None and u >= numbers.urge_first for u in urges):
        return Way.HELP
    if told.strength is None:
        return Way.ASK
    if threat:
        return Way.BELIEVED
    calm = told.strength <= numbers.calm and None not in urges
    return Way.CALM if calm else Way.DESCRIBE


def parts(of: Way) -> tuple[Part, ...]:
    """The parts that are asked on this way, in order."""
    return PARTS[of]
