"""Every write: keyword-only, ``by`` whom, atomic with its event. Pages ask; actions keep."""
