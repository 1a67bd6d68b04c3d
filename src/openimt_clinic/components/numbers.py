"""Numbers as people read them: as short as true, in the writing of their language."""

from django.utils.formats import number_format


def said(value: float, digits: int = 2) -> str:
    """A number without needless noughts: 4, 2.5, 0.37 (in German 2,5)."""
    rounded = round(value, digits)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded))
