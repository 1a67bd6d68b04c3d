"""The front door and the back door on the clinician's side."""
