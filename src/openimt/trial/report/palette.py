"""The few colours of a report. Arms differ in shape and line, too: colour alone says nothing."""

INK = "#23302f"
QUIET = "#5d6b69"
RULE = "#c9d1cf"
PAPER = "#ffffff"
ARMS = ("#1f6f78", "#8a5a12", "#5b4b9a", "#3d7a3d", "#8c3a5c")
"""One for each arm, the reference first; after the fifth they begin again."""
MARKS = ("o", "s", "^", "D", "v")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)))

ON_DARK = {
    INK: "#e6ecea",
    QUIET: "#a4b1ae",
    RULE: "#3c4846",
    PAPER: "#171d1c",
    "#1f6f78": "#6cc4cd",
    "#8a5a12": "#dba65a",
    "#5b4b9a": "#b3a5ec",
    "#3d7a3d": "#8ac98a",
    "#8c3a5c": "#e096b8",
}


def themed(svg: str) -> str:
    """The same picture with colours a page may change, for pictures that stand inside a page.

    >>> themed('<path fill="#23302f"/>')
    '<path fill="var(--c-23302f, #23302f)"/>'
    """
    for colour in ON_DARK:
        svg = svg.replace(colour, f"var(--c-{colour[1:]}, {colour})")
    return svg


def dark_values() -> str:
    """The style rules that give every colour its value on a dark page."""
    return " ".join(f"--c-{light[1:]}: {dark};" for light, dark in ON_DARK.items())
