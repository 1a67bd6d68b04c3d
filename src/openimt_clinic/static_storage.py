"""Static files with their hash in the name, also where one script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "patient/*.js"
"""The scripts that import each other. Those of others are left as they came."""

IMPORTS = (
    (r"""(?P<matched>from\s*["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"'),
    (r"""(?P<matched>import\s*["'](?P<url>\./[^"']+)["'])""", 'import "%(url)s"'),
    (r"""(?P<matched>import\(["'](?P<url>\./[^"']+)["']\))""", 'import("%(url)s")'),
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """An import is written anew with the hashed name. Each pass settles one floor of imports, so
    there are as many passes as scripts may stand on each other. Two that import each other would
    never be settled."""

    max_post_process_passes = 12
    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OURS, IMPORTS))
