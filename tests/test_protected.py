"""What must survive a translation is found, and what did not is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.protected import lost, spans, verbatim

PIECES = (
    "https://www.exemple.fr/le-chat?lang=fr&x=1", "jean.dupont+news@exemple.co.uk", "{name}", "{{ user.name }}",
    "{0:.2f}", "%s", "%(count)d", "%1$s", "${x}", "<b>", "</b>", '<a href="https://exemple.fr/aide">', "<br/>",
    "`pip install argos`",
    "12 %", "1,5 km", "30 °C", "10 000 €", "5 mg/l", "le", "dégel", "L’eau", "« Oui »", "2021", ",", ".", "(", ")",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir https://www.lemonde.fr/2021/03/un-titre_12.html.", ["https://www.lemonde.fr/2021/03/un-titre_12.html"]),
        ("(https://fr.wikipedia.org/wiki/Paris_(France)), puis", ["https://fr.wikipedia.org/wiki/Paris_(France)"]),
        ("« www.exemple.fr », ftp://exemple.fr/pub", ["www.exemple.fr", "ftp://exemple.fr/pub"]),
        ("Écrivez à jean.dupont@exemple.fr.", ["jean.dupont@exemple.fr"]),
        ("{name}, {{count}}, {0}, {}, {user.name!r:>10}", ["{name}", "{{count}}", "{0}", "{}", "{user.name!r:>10}"]),
        ("%s, %(count)d et ${dossier}, %1$s", ["%s", "%(count)d", "${dossier}", "%1$s"]),
        ("Le <b>mot</b> <br/> `code ici`", ["<b>", "</b>", "<br/>", "`code ici`"]),
        ("12 % d’eux, 100%d’eux, a < b et c > d, {deux mots ici}", []),
        ("@lemonde et #climat, 25 $ US", []),
    ],
)  # fmt: skip
def test_what_must_stay_word_for_word(text: str, found: list[str]) -> None:
    """URLs without the sentence's end, addresses, placeholders of the usual systems, tags and code; and no more."""
    assert [span.text for span in verbatim(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Une hausse de 12 % en 2021", ["12 %"]),
        ("à 1,5 km, par 30 °C", ["1,5 km", "30 °C"]),
        ("10 000 €, 1.234,5 $", ["10 000 €", "1.234,5 $"]),
        ("5 mg/l, 90 km/h, 20 m³/s, 3 kWh", ["5 mg/l", "90 km/h", "20 m³/s", "3 kWh"]),
        ("14 h 30, le 19 mars, 3 maisons", []),
    ],
)
def test_numbers_with_units(text: str, found: list[str]) -> None:
    """A number counts with its unit; the time of day, dates and counts are left to other checks."""
    assert [span.text for span in spans(text)] == found


@pytest.mark.parametrize(
    ("source", "translation", "missing"),
    [
        ("à 1,5 km", "1.5 kilometers away", ()),
        ("10 000 €", "€10,000", ()),
        ("0,5 %", ".5 percent", ()),
        ("12 % puis 12 %", "12% then some", ("12 %",)),
        ("12 %", "twelve percent", ("12 %",)),
        ("12 %", "see https://a.fr/12", ("12 %",)),
        ("Bonjour {name}", "Hello {nom}", ("{name}",)),
        ("Voir https://a.fr/le", "See https://a.fr/le/the", ("https://a.fr/le",)),
        ("<b>oui</b>", "<b>yes", ("</b>",)),
        ("{a} et {a}", "{a}", ("{a}",)),
    ],
)
def test_what_did_not_survive(source: str, translation: str, missing: tuple[str, ...]) -> None:
    """Every character of what must stay, and the digits of what may be written another way, as often as they stood."""
    assert lost(source, translation) == missing


@settings(deadline=None)
@given(TEXTS)
def test_a_text_loses_nothing_to_itself(text: str) -> None:
    """What is untouched is whole, whatever it holds."""
    assert lost(text, text) == ()


@settings(deadline=None)
@given(TEXTS)
def test_spans_stand_where_they_say(text: str) -> None:
    """Spans are in order, do not overlap, and are the text at their place."""
    end = 0
    for span in spans(text):
        assert span.start >= end
        assert text[span.start : span.end] == span.text
        end = span.end


@settings(deadline=None)
@given(TEXTS)
def test_an_empty_translation_loses_everything(text: str) -> None:
    """Each span is named, in order, as often as it stands there."""
    assert lost(text, "") == tuple(span.text for span in spans(text))
