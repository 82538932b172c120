"""Lines of a page that are not news: teasers, notices, captions and bylines.

Each function is given a sentence and what of it stands outside quotation marks, as those of `_standing`.
"""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks._sieve import Sieve

_SAYING = "|".join(sorted(english.SAYING))

_TEASER = Sieve(
    ("here|this is ", r"\b(?:here(?:’|'| i)s|this is) (?:why|how|what|all)\b"),
    (
        "find out |discover |see |learn |watch ",
        r"\b(?:find out|discover|see|learn|watch) (?:how|why|what|who|where|more)\b",
    ),
    (
        " next|guess |ever wondered|stay tuned|think again|wait ",
        r"\b(?:what (?:happened|happens|came) next|guess (?:who|what|how)|ever wondered|stay tuned|think again|"
        r"wait (?:un)?till? you)\b",
    ),
    ("you", r"\byou(?:’|'| wi)ll (?:never|not|be (?:amazed|surprised|shocked))\b|\byou won(?:’|')t believe\b"),
    (
        "surprise|shock|amaze|stun",
        r"\b(?:the (?:answer|reason|result|truth|ending)|what (?:he|she|they) (?:did|said|found)) "
        r"(?:may|might|will|could) (?:surprise|shock|amaze|stun)\b",
    ),
    (
        "surprise|shock|amaze|blow",
        r"\b(?:will|would|could|may|might) (?:surprise|shock|amaze|blow) (?:you|your|the whole|the town|everyone|"
        r"everybody|many|fans|readers)\b",
    ),
    (
        "you",
        r"\b(?:all )?you need to know\b|\b(?:\w+|\d+) (?:things|reasons|ways|facts|tips|secrets|tricks)\b.*\b(?:you|"
        r"your)\b",
    ),
    (
        "not what|revealed|at last",
        r"\bis not what you (?:think|expect)|\band it(?:’|')s not what\b|\bthe (?:secret|truth|real story) (?:behind|"
        r"about)\b.*\b(?:revealed|at last)\b",
    ),
    (" reason", r"\b(?:is|are|was) (?:a|one|another) (?:key|good|simple|big|main) reason\b(?=.*\b(?:should|why)\b)"),
    ("too ", r"\btoo (?:explicit|graphic|rude|long) to (?:include|print|publish|repeat)\b"),
    (
        "there |face|ha",
        r"\b(?:there (?:is|are|was|were)|ha(?:s|ve|d)|face[sd]?) (?:two|three|four|five|several|many|a number of|"
        r"a few) (?:\w+ )?(?:issues|reasons|things|problems|questions|points|lessons|factors|challenges|explanations)\b"
        r"(?!.*(?:[:–—]| -|\d)|(?: \w+){0,4},)",
    ),
    (
        "",
        r"^\d+ (?:reasons|ways|tips|secrets|tricks) (?!(?:were|was|are|is|have|had|remain|remained|led|made|for|to)\b)",
    ),
    ("meet the ", r"\bmeet the \w+(?: \w+)? (?:who|that|behind)\b"),
    ignore_case=True,
)
_NOTICE = Sieve(
    (
        "",
        r"(?-i:[A-Z]{2,}(?:\s[A-Z]+)*)\s*\|\s|"
        r"(?-i:READ|WATCH|MORE|NEW|ALSO|RELATED|VIDEO|LIVE|UPDATE|BREAKING|EXCLUSIVE|OPINION|LISTEN|PHOTOS|"
        r"GALLERY)\b[A-Z ]*:\s",
    ),
    (
        "",
        r"(?:scroll|click|tap|read (?:more|the (?:full|whole|complete))|"
        r"sign up|follow (?:us|@|the)|listen|subscribe|share (?:this|your)|download|"
        r"e-?mail (?:us|your)|"
        r"join (?:us|the (?:conversation|discussion))|watch (?:the|a|our|more|it|live)|please|send (?:us|your))\b",
    ),
    ("for ", r"for (?:more|confidential|help|support|information)\b.*\b(?:call|visit|see|contact|click|go to|read)\b"),
    (
        ":|©|copyright|all rights|click|scroll|see ",
        r"(?-i:First Person|In Pictures|Analysis|Explainer)\s?:|"
        r"copyright\b|©|.*\ball rights reserved\b|.*\bclick here\b|.*\bscroll down\b|.*\bsee (?:below|box|page \d+)\b",
    ),
    (
        "version|article|story|post|page|transcript|video|report|headline|interview",
        r"(?:this|an? earlier|the original|a previous) (?:version of (?:this|the) )?"
        r"(?:article|story|post|page|transcript|video|version|report|headline|interview)\b"
        r"(?=.*\b(?:was|has been|have been|is|may|first|misstated|gave|said|appeared|incorrectly|updated)\b)",
    ),
    (
        "correction|clarification|note|advertisement|warning|disclaimer|related|source|more on|read also",
        r"(?:correction|clarification|editor(?:’|')s note|advertisement|warning|disclaimer|related|sources?|more on|"
        r"read also)\s?[:|–—-]\s",
    ),
    ("expressed", r"the (?:opinions|views)\b.*\bexpressed\b"),
    ("our |cookies", r"(?:our|your) (?:newsletter|subscription|browser|cookies)\b|.*\b(?:accept|use) cookies\b"),
    ignore_case=True,
)
_PICTURE = r"(?:photo|image|picture|photograph|frame grab|screen grab|video still)s?"
_IN_A_PICTURE = (
    "wheels away|celebrates|watches |lets out|leads the|struggles to|poses|scores |guards|looks |smiles|gestures|"
    "holds |lifts the|shakes hands|presents |stand|waits to|walks out|leaps|tussles|lines up|drives away|in action"
)
_CAPTION = Sieve(
    (")", r"\(?\b(?:pictured|l-r|left|right|above|below|centre|center|file photo)\)"),
    ("(", r"\((?:pictured|shown|circled|left|right|above|below|top|bottom|far left|far right)\b"),
    (
        "pictured|seen|shown",
        r"\b(?:is|are|was|were) (?:pictured|seen|shown) (?:here|above|below|in (?:this|a|an)|at (?:the )?(?:left|"
        r"right)|leaving|arriving)\b",
    ),
    ("pictured|shown", r"\b(?:is|are|was|were) (?:pictured|shown) (?:with|on|outside|inside|during|after|before)\b"),
    (
        "pictured|seen|, left,|, right,|, centre,|, center,|, far ",
        r"\b(?:pictured|seen) (?:here|above|below)\b|, (?:pictured|left|right|cent(?:er|re)|far left|far right),",
    ),
    ("photo|image|picture|grab|video still", rf"^{_PICTURE}(?:\s?:|\s(?:by|courtesy|shows?)\b)"),
    (
        "photo|image|picture|grab|video still",
        rf"\b(?:in|this|the|a|an) (?:this |file |undated |handout |aerial |satellite )*{_PICTURE}\b(?=.*\b(?:shows?|"
        rf"taken|released|provided)\b)",
    ),
    ("photo|image|picture|grab|video still", rf"\b(?:file|handout|undated) {_PICTURE}\b"),
    (
        "arrival|backhand|forehand|shot|being",
        r"\bupon (?:their |his |her )?arrival\b|\b(?:plays|hits) an? (?:backhand|forehand|shot)\b|\b(?:is|are) "
        r"(?:shown|seen|pictured) being\b",
    ),
    (
        "pictured|shown|seen",
        r"\b(?:is|are) (?:pictured|shown|seen) in (?:19|20)?\w+ ?\d*(?= as\b)|(?<!is )(?<!are )(?<!was )(?<!were "
        r")(?<!be )(?<!been )"
        r"(?<!and )\bseen as (?:he|she|it|they)\b",
    ),
    (
        "pose for ",
        r"^(?:[\w’'-]+\s){1,7}(?<!to )(?<!not )(?<!would )pose for (?:an? |the )?(?:photo|picture|selfie|camera)",
    ),
    ("pictured ", r"\bpictured (?:in action|with|at|after|during|before)\b"),
    # A picture is told in the present.
    (
        _IN_A_PICTURE,
        r"\b(?:(?:wheels away|celebrates|watches (?=his|her|the|from|as|on)|lets out|leads the celebrations|"
        r"struggles to|poses|scores (?:against|during)|guards|looks (?:frustrated|dejected)|(?<!all )smiles|gestures|"
        r"looks on|holds (?:up |aloft )?the|lifts the|shakes hands|presents [\w’' ]+ with|stands? (?:up )?against|"
        r"waits to be|walks out|leaps|tussles|lines up|drives away|in action) .*\b(?:as|after|during|with|against|"
        r"upon|winning|"
        r"outside|at|in|to)\b)(?!.*\b(?:said|says|was|were|has|had|will)\b)",
    ),
    (
        " below| above|is seen ",
        r"\b(?:table|list|chart|graphic|map|video|picture|box) (?:below|above)\b|\bone \w+ is seen \w+ing\b",
    ),
    (" -| –| —", r"^(?P<same>\w+) [-–—] (?P=same)\b"),
    ("(", r"^[^.]{3,40}\([^)]*\d\)\s(?-i:[A-Z])"),
    ignore_case=True,
)
_LIST_HEAD = re.compile(
    rf"(?!.*\b(?:{_SAYING})\b[^:]*:\s)(?![^:]*\b(?:is|are|was|were|has|have)\b)"
    r"(?!(?-i:[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*)+):)[^.!?:“\"]{2,60}:\s(?![“\"‘'])",
    re.IGNORECASE,
)
_PERSON = r"[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+){1,3}"
_BYLINE = english.any_of(
    rf"(?:[Bb]y|BY|From|Story by|Words by|Written by)\s{_PERSON}(?:(?:,|\sand)\s{_PERSON})*(?:\W*$|,|\sin\s|\sfor\s|"
    rf"\sand\s|\s?\|)",
    rf"[^,.]{{0,40}}?{_PERSON} (?:contributed|reported|wrote)(?: and (?:reported|wrote))? from [A-Z][\w-]+"
    r"(?: [A-Z]\w+)*(?:, [A-Z]\w+)?(?:\.?$|,? and (?:CNN['’]s )?"
    rf"{_PERSON} (?:contributed|reported|wrote)\b)",
    r"(?:(?:[Aa]dditional|[Ee]diting|[Ww]riting|[Rr]eporting)\s)*(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Cc]ompiled|"
    r"[Tt]ranslated|[Pp]hotographs?|[Pp]hotos?) by\b",
    r".*\bcontribut(?:ed|ing) to (?:this|the) (?:report|story|article)\b",
    r"(?:[A-Z]{3,}[\w’'.-]*,?\s){1,3}(?:\([A-Z][\w ]+\)\s?)?[-—–]{1,2}\s",
    r"(?:[\w ,.’'-]{2,40}\s)?\((?:CNN|AP|AFP|Reuters|ANSA|dpa|EFE|UPI|PA|BBC)\)",
    r"(?i:(?:first )?published|(?:last )?updated|posted|printed|filed)\s?(?::|at|on)\s.*\d",
    rf"(?:The (?:author|writer)|{_PERSON}) is (?:an?|the) (?:[\w’'-]+\s){{0,4}}(?:correspondent|columnist|"
    rf"contributor|writer|editor|reporter|author|fellow)\b"
    r"(?=.*\b(?:at|for|of|to|based|in)\b)",
)


def teaser(text: str, outside: str) -> str:  # noqa: ARG001 - every rule is asked the same way
    """Find a line that promises instead of telling."""
    return _shown(_TEASER.search(outside))


def notice(text: str, outside: str) -> str:  # noqa: ARG001
    """Find what the page says of itself: links, corrections, help lines."""
    return _shown(_NOTICE.match(text))


def caption(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a pointer to a picture, or the head of a list."""
    return _shown(_CAPTION.search(text)) or _shown(_LIST_HEAD.match(text) if ":" in text else None)


def byline(text: str, outside: str) -> str:  # noqa: ARG001
    """Find who wrote it, where and when it was sent."""
    return _shown(_BYLINE.match(text))


def _shown(match: re.Match[str] | None) -> str:
    return match.group() if match else ""
