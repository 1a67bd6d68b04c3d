"""Signing in is looked up with every request: the session and its user, in words written once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.records.user import User

SIGNED_IN = Asked(
    lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))
)
WHO = Asked(lambda: User.objects.filter(pk=Given("user"), is_active=True))


class SessionStore(db.SessionStore):
    """Django's own store in the database; only its look-up differs."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = SIGNED_IN.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class Backend(AuthenticationBackend):
    """The door's own way to check a password; only the look-up of who is signed in differs."""

    def get_user(self, user_id: object) -> User | None:
        return WHO.first(user=user_id)
