"""The design system: contrast, one red, two looks that agree, nothing inline, all our own."""

import re
from functools import cache
from pathlib import Path

import pytest

from openimt.terms import Evidence, Phase, Step
from openimt_clinic.components.numbers import said
from openimt_clinic.components.parts import evidence_mark, step_dots
from openimt_clinic.components.phases import phase_word
from openimt_clinic.components.templatetags.components import SCRIPTS, SHEETS

WEB = Path(__file__).parents[2] / "src" / "openimt_clinic"
STATIC = WEB / "components" / "static" / "openimt"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
STYLES = sorted(STATIC.glob("css/*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
TEXT, PART = 4.5, 3.0
GROUNDS = ("paper", "card", "well", "accent-wash", "act-wash")
PHASES = [phase.value for phase in Phase]


def bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def values(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def block(selector: str) -> dict[str, str]:
    found = re.findall(re.escape(selector) + r"\s*\{([^}]*)\}", bare(TOKENS))
    return values(found[-1])


@cache
def looks() -> dict[str, dict[str, str]]:
    return {"light": block('[data-theme="light"]'), "dark": block('[data-theme="dark"]')}


def brightness(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "act"])
def test_text_is_readable_on_every_ground(look: str, ground: str, ink: str) -> None:
    colours = looks()[look]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_is_readable_on_card_paper_and_its_own_wash(look: str, phase: str) -> None:
    colours = looks()[look]
    for ground in ("card", "paper", f"{phase}-wash"):
        assert contrast(colours[phase], colours[ground]) >= TEXT
    assert contrast(colours["soft"], colours[f"{phase}-wash"]) >= TEXT
    # “you are here”: the card's colour on the phase's.
    assert contrast(colours["card"], colours[phase]) >= TEXT


@pytest.mark.parametrize("look", ["light", "dark"])
def test_buttons_are_readable_and_borders_of_fields_visible(look: str) -> None:
    colours = looks()[look]
    assert contrast(colours["accent"], colours["accent-ink"]) >= TEXT
    assert contrast(colours["act"], colours["act-ink"]) >= TEXT
    assert contrast(colours["ink"], colours["paper"]) >= TEXT
    for ground in GROUNDS:
        assert contrast(colours["edge"], colours[ground]) >= PART


def test_the_device_s_dark_is_the_chosen_dark() -> None:
    assert block(":root:not([data-theme])") == looks()["dark"]
    assert set(looks()["light"]) == set(looks()["dark"])


def reddish(colour: str) -> bool:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return red > 1.6 * green and red > 1.6 * blue


def test_red_is_one_role_and_no_phase() -> None:
    red = {name for name, c in looks()["light"].items() if c[0] == "#" and reddish(c)}
    assert red == {"act"}


def test_red_is_used_only_where_a_person_must_act() -> None:
    # An unacknowledged case, its count, a reason that is for now, a standing imminent danger.
    allowed = re.compile(r"act|badge|is-now \.caseload-when|finding\.is-danger")
    for sheet in STYLES:
        for selector, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", bare(sheet.read_text())):
            if "var(--act" in rules:
                assert allowed.search(selector), f"{sheet.name}: {selector.strip()}"


def test_colours_have_numbers_only_among_the_tokens() -> None:
    number = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(")
    for sheet in STYLES:
        if sheet.name not in {"tokens.css", "print.css"}:
            assert not number.search(bare(sheet.read_text())), sheet.name


def test_every_token_used_is_defined() -> None:
    known = set(values(bare(TOKENS))) | {"c", "c-wash", "c-rim"}
    for sheet in STYLES:
        used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text()))
        assert used <= known, f"{sheet.name}: {used - known}"


def test_every_sheet_and_script_is_on_a_page() -> None:
    asked = "".join(template.read_text(encoding="utf-8") for template in TEMPLATES)
    sheets = {sheet.stem for sheet in STYLES}
    assert sheets >= set(SHEETS)
    assert {name for name in sheets if f"openimt/css/{name}.css" in asked} == sheets - set(SHEETS)
    scripts = {script.stem for script in STATIC.glob("js/*.js")}
    assert scripts >= set(SCRIPTS)
    assert {name for name in scripts if f"openimt/js/{name}.js" in asked} == scripts - set(SCRIPTS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_anything_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "a script in an attribute"
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "a script without a source"
    assert "javascript:" not in text


@pytest.mark.parametrize(
    "path",
    [*TEMPLATES, *STYLES, *sorted(STATIC.glob("js/*.js")), STATIC / "icon.svg"],
    ids=lambda path: path.name,
)
def test_nothing_is_loaded_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), "an address outside"
    assert "@import" not in text
    assert "@font-face" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_do_no_sums(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*(add|divisibleby|widthratio)\b|{%\s*widthratio", text)


def test_paper_has_no_bars_and_opens_what_is_folded() -> None:
    css = bare((STATIC / "css" / "print.css").read_text())
    hidden = re.search(r"([^{}]*)\{\s*display: none !important;\s*\}", css)
    assert hidden
    assert {".bar", ".tabs", ".subnav", ".actions"} <= {s.strip() for s in hidden[1].split(",")}
    assert "details-content" in css
    assert 'media="print"' in (WEB / "components/templates/components/head.html").read_text()


def test_motion_and_forced_colours_are_respected() -> None:
    sheets = "".join(sheet.read_text() for sheet in STYLES)
    assert "prefers-reduced-motion: reduce" in sheets
    assert sheets.count("forced-colors: active") >= 4
    assert ":focus-visible" in sheets


@pytest.mark.parametrize("script", sorted(p.stem for p in STATIC.glob("js/*.js")))
def test_scripts_are_small_typed_and_alone(script: str) -> None:
    text = (STATIC / "js" / f"{script}.js").read_text()
    assert len(text.splitlines()) <= 80
    assert "/**" in text
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert "eval(" not in text
    # A page's own script may show a part that the server has drawn; the shared ones never do.
    assert script not in SCRIPTS or "innerHTML" not in text


def test_steps_phases_and_evidence_all_have_words() -> None:
    assert len({step_dots(step).says for step in Step}) == len(Step)
    assert len({phase_word(phase) for phase in Phase}) == len(Phase)
    marks = [evidence_mark(evidence) for evidence in Evidence]
    assert len({mark.sign for mark in marks}) == len({mark.says for mark in marks}) == 4


@pytest.mark.parametrize(
    ("value", "says"), [(4.0, "4"), (2.5, "2.5"), (0.374, "0.37"), (-1.0, "-1"), (12.999, "13")]
)
def test_numbers_are_as_short_as_true(value: float, says: str) -> None:
    assert said(value) == says


def test_numbers_follow_the_language() -> None:
    from django.utils import translation

    with translation.override("de"):
        assert said(2.5) == "2,5"


def test_the_print_button_is_not_printed() -> None:
    printed = (STATIC / "css" / "print.css").read_text(encoding="utf-8")
    hidden = printed.partition("display: none")[0].rpartition("}")[2]
    assert "[data-paper]" in hidden
