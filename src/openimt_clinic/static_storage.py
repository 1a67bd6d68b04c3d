"""Static files with their hash in the name, also where one script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "patient/*.js"
"""The scripts that import each other. Those of others are left as they came."""


class HashedFiles(CompressedManifestStaticFilesStorage):
    """An import is written anew with the hashed name. Each pass settles one floor of imports, so
    there are as many passes as scripts may stand on each other."""

    max_post_process_passes = 12
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (OURS, CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
