"""The sentences that the phone's scripts say, in the person's language; they travel in the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def phone_words() -> Mapping[str, str]:
    """By the names that the scripts use. ``{n}`` and ``{time}`` are filled in there."""
    return {**_kept(), **_signed_out(), **_help()}


def _kept() -> dict[str, str]:
    return {
        "kept_here_one": _("Kept on this phone."),
        "kept_here_many": _("Kept on this phone: {n} things."),
        "not_sent": _("Not sent yet."),
        "sent_at": _("Sent at {time}."),
        "clashed": _("You gave two answers to this. Please say which one holds."),
        "refused_one": _("One thing could not be taken by the clinic. It is still on this phone."),
        "refused_many": _(
            "{n} things could not be taken by the clinic. They are still on this phone."
        ),
        "look": _("Look at it"),
        "no_storage": _(
            "This phone can keep nothing right now. What you write goes straight to the clinic."
        ),
        "lost": _(
            "This could be neither kept nor sent. Please leave this page open and try again."
        ),
        "begun": _("This is what you had begun."),
        "not_done": _("This could not be done just now. Please try again."),
        "nothing_waits": _("Nothing waits here. All you wrote has been sent."),
        "try_again": _("Try again"),
        "take_away": _("Take it off this phone"),
        "start_empty": _("Begin with an empty page"),
    }


def _signed_out() -> dict[str, str]:
    return {
        "sign_in": _("Sign in"),
        "signed_out": _(
            "You are signed out. What you write stays on this phone until you sign in."
        ),
        "sign_in_again_one": _("Please sign in again. One thing waits on this phone."),
        "sign_in_again_many": _("Please sign in again. {n} things wait on this phone."),
        "untold_signed_out": _("You are signed out. It is sent as soon as you sign in."),
    }


def _help() -> dict[str, str]:
    return {
        "untold_title": _("You are not alone with this"),
        "untold": _("Nobody has been told yet. Please call."),
        "emergency": _(
            "Please get medical help at once, even if you feel well now. Some harm shows only "
            "hours later."
        ),
        "told_title": _("Thank you for telling us"),
        "what_happens": _("What happens now"),
        "arrived_only": _("It has arrived."),
    }
