"""The numbers of ``phone.toml``: decisions about a person's phone, each with its source."""

from openimt.track.numbers import Numbers, numbers


def phone_numbers() -> Numbers:
    """All of them."""
    return numbers("openimt_clinic", "phone.toml")


def phone_number(name: str) -> int:
    """The number of that name, as ``signed_in.days``.

    >>> phone_number("signed_in.days")
    30
    """
    return phone_numbers().whole(name)
