"""What a moment does not tell of a narrative episode: said as *not told*, never as a fault."""

from openimt.deliver.moments.moment import Moment

PLACE, TIME, PEOPLE, SCENE, INNER, POINT = "place", "time", "people", "scene", "inner", "point"


def not_told(moment: Moment) -> tuple[str, ...]:
    """The pieces of an episode that are blank: place, time, people, scene, inner state, point.

    The inner state is a feeling or what it was taken to mean; the point is the wish or what came
    of it. Nothing is read into words: a piece is there when anything was written.

    >>> from datetime import datetime, UTC
    >>> not_told(Moment(datetime(2026, 11, 22, tzinfo=UTC), place="kitchen", scene="He left."))
    ('time', 'people', 'inner', 'point')
    """
    there = {
        PLACE: bool(moment.place),
        TIME: bool(moment.when or moment.happened),
        PEOPLE: bool(moment.who),
        SCENE: bool(moment.scene),
        INNER: bool(moment.feelings or moment.meaning),
        POINT: bool(moment.wish or moment.came),
    }
    return tuple(piece for piece, told in there.items() if not told)
