"""In and out: CSV tables, FHIR bundles, assessment and plan files."""
