"""People come to the clinic: referred, screened, taken in or helped on, waiting, started."""
