"""Sentences that lean on an earlier one: what ties them to it, or points at somebody told of there."""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks import _marks as marks
from toolkit.checks._beginning import NOTHING, stem, told
from toolkit.checks._sieve import Sieve

_OPENER = re.compile(r"^[\s\"“‘'(\[«]*")
_THEN = re.compile(r"(?:[\w’'.-]+\s+){1,6}then\s+\w")
_VERB = (
    r"(?:was|were|is|are|has|had|have|will|would|said|says|told|also|did|then|later|"
    r"(?!hundred)\w+ed(?!\s(?:of|by|with)\b))\b"
)
_PEOPLE = (
    r"(?:\d+-year-old|man|woman|men|women|boy|girl|couple|pair|duo|trio|suspect|victim|assailant|attacker|"
    r"teenager|teen|"
    r"toddler|officer|driver|striker|midfielder|defender|goalkeeper|keeper|winger|forward|wicketkeeper|batsman|bowler|"
    r"skipper|veteran|pensioner|youngster|newcomer|rookie|schoolgirl|schoolboy|student|child|children|family|mother|"
    r"father|parent|son|daughter|brother|sister|husband|wife|star|singer|actress|actor|author|novelist)s?"
)
_WHAT = r"(?!['’\w-]|\s(?:of|to|by|that|behind|for|between|from|in which)\b)"
_TIMES = (
    r"(?:week|weekend|month|year|season|summer|winter|spring|fall|autumn|morning|afternoon|evening|time|century|decade|"
    r"country|nation|city|planet|world|day)s?"
)
_BE = r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might)\b"
_BEFORE_THAT = r"(?:of|to|in|at|for|from|with|by|on|about|after|before)"
_CONNECTIVES = (
    r"but|and|or|so(?! far| many)|yet|then|nor|however|meanwhile|moreover|instead(?! of)|still|also|therefore|"
    r"thus|hence|"
    r"indeed|otherwise|besides|furthermore|additionally|in addition(?! to)|for example|for instance|as a result(?! of)|"
    r"in fact|at the time(?=,)|in other words|all so|after all|plus|on the other side(?=,)|"
    r"because of (?:this|that|it)|in (?:that|this)|"
    r"at (?:that|this)|"
    r"by (?:then|(?:this|that) (?:time|point|stage))|"
    r"since then|elsewhere|here|even(?! if| though| with| after| before| as| when| without| in)|yes|no(?=,)|well|like|"
    r"sure|of course|similarly|likewise|nevertheless|nonetheless|consequently|conversely|on the other hand|afterwards?|"
    r"eventually|that said|to that end|as such|remember|imagine|let|such|which|who|what|why|how|fast forward|"
    r"(?:there|true|first(?:ly)?|second(?:ly)?|third(?:ly)?)(?=,)|lastly|yep|yeah|nope|okay|wow|oh|ah|alas|when asked|"
    r"asked|now(?=,|\s\d)|not all|by contrast|in contrast(?! to)|at the same time|in the meantime|complicating matters|"
    r"whatever the \w+,|at (?:first|second) (?:sight|glance)|as a consequence(?! of)|yea|especially|what['’]s"
)
# Behind "after the …," the reader asks which one, unless there is but one, or it is a time.
WHICH_ONE = (
    r"(?!(?:past|end|meantime|morning|afternoon|evening|night|weekend|week|month|year|day|summer|winter|spring|fall|autumn|"
    r"season|holidays|bbc|cdc|fbi|times|guardian|telegraph|mail|mirror|world|war|country|city|town|village|north|south|east|west|beginning|future|market|capital|sea|sky|"
    r"air|state|nation|us|uk|eu|un|region|internet|web|moment|time|whole|least|most|outset|surface|record|ground|government|past|"
    r"election|elections|law)\b)[a-z]+"
)
_LEANING = english.any_of(
    # What follows is said of, or against, what came before.
    rf"(?:{_CONNECTIVES})(?!['’\w])",
    r"for (?:as|if|when|while)\b",
    r"(?:all|both|some|none|most|many) of which\b",
    r"in (?:both|either) (?:cases?|instances?)(?=,)",
    r"at least that['’]s\b",
    r"the (?:one|only|sole)(?: \w+)? exception\b",
    r"(?:either|neither) (?:scenario|option|way|case|outcome|plan)\b",
    rf"both [a-z]+s {_VERB}",
    r"either (?:\w+ )(?:will|would|is|was|can|could|may|might)\b",
    r"not (?:everyone|everybody) (?:agree|share)",
    r"not (?:so|before|in|at|on|until|when|just|because|that|even|if|for|with|to)\b",
    r"\w+, as (?:he|she|it|they) (?:is|are|was|were) (?:called|known),",
    rf"(?:after|during|despite|because of|following|since|before|amid|in|at|under|with|from|inside|outside|behind|"
    rf"in addition to|apart from|aside from|besides) "
    rf"(?:the|that|this) {WHICH_ONE},",
    r"the person,|there (?:is|was|are|were) the\b",
    rf"according to the {WHICH_ONE},",
    rf"(?:very )?(?:few|most|many|some|all|none|several|half|each|one|two|three) of the [a-z]+\s{_VERB}",
    r"the (?:caption|note|letter|message|sign|tweet|post|email) (?:reads?|said|says)\b",
    # A time or place counted from what came before.
    r"(?:about |around |some |just |only |a few )*(?:\w+ )?(?:miles|kilometers|kilometres|blocks|yards|meters|"
    r"hours|minutes|"
    r"streets) away,",
    r"(?:hours|days|weeks|months|years|moments|minutes) later\b",
    r"(?:[\w-]+\s){1,5}(?:later|earlier|afterwards?|beforehand),",
    rf"(?:soon|shortly|hours|days|weeks|months|years|moments|minutes)\s(?:after|before)\sthe\s{WHICH_ONE},",
    r"(?:soon|shortly|long|just|hours|days|weeks|months|years|moments|minutes)\s(?:after(?:wards?)?|before|later|"
    r"earlier)"
    r"(?=,)",
    r"(?:later|earlier|previously|finally|lately|soon|subsequently)(?=,|\s(?:that|the same)\b|\s[A-Z])",
    # Words for people or things counted, or named, before.
    r"(?:(?:many |some |few |most |several |\d+ |two |three |four |five |six |seven |eight |nine |ten )?others?|"
    r"(?:in |at |on |from )?another)(?!['’\w])",
    r"the ones? (?:that|who|which|in|on|with)\b",
    rf"(?:both|neither|either)(?=,|\s(?:of (?:them|these|those)\b|say\b|do\b|{_VERB}))",
    r"the (?:former|latter|other|others|same)(?!['’\w-])",
    r"the (?:two|three|four)(?!['’\w-])(?: (?:[a-z-]+ )?[a-z]+s\b)?",
    r"the (?:move|incident|decision|news|result|problem|reason|idea|announcement|attack|comments?|remarks|revelation)"
    + _WHAT,
    rf"the {_PEOPLE}(?=,?\s(?:who was\b|{_VERB}))",
    r"(?:perhaps )?the (?:most|least) [a-z]+ (?:feature|thing|part|moment|detail|aspect|element|question|point) "
    r"(?:is|was)\b",
    r"not surprisingly\b",
    r"so many (?:are|were|have|had|live|still)\b(?!.*\bthat\b)",
    r"all that\b(?! is\b)|the guys\b|the second,",
    r"(?:(?:nearly|about|around|some|almost|more than|over|just|only|at least) )?(?:\d[\d,]*|two|three|four|"
    r"five|six|seven|eight|nine|"
    r"ten|dozens|hundreds) (?:were|are|have|had)\b",
    r"the (?:first|second|third|latest)(?=\s(?:one|was|were|is|are|came|has|had)\b)",
    r"(?:one|two|three|some|many|most|few|several|all|each)(?=,|\s(?:of (?:them|these|those|its|his|her|their)|"
    rf"in (?:the|this|that|these)|say|do|who|like|even|more)\b|\s{_VERB})(?!['’\w])",
    ignore_case=True,
)
_POINTED = Sieve(
    # "these beliefs", "this plan": told of before, unless it is now or here.
    ("this|these", rf"\b(?:this|these)\s(?!{_TIMES}\b)(?!{_BE})\w+"),
    (
        "this|these|those",
        rf"(?:^[^,]+,|\b(?:if|that|because|when|whether|what|say|says|said|think|thinks|believes?|hopes?)) (?:this|"
        rf"these|those)\s{_BE}",
    ),
    ("such", r"\bsuch\s(?!as\b|a\b|an\b|that\b)\w+|\bsuch an?\s(?!\w+ that\b)"),
    ("that", rf"\b{_BEFORE_THAT}\sthat\s(?!(?:he|she|it|they|the|a|an|i|we|you|there|of|time)\b)\w+"),
    # "While attending that course, she …"; behind a verb of saying or thinking "that" opens a clause.
    ("ing that ", r"^(?:[A-Z]\w+\s)?(?i:attend|complet|visit|enter|finish|join)ing that (?:[a-z]+ )?[a-z]+,"),
    (
        "this|that|those|these",
        rf"\b(?:{_BEFORE_THAT}|like)\s(?:this|that|those|these)(?=[.,]|$|\s(?:was|were|is|are)\b)",
    ),
    ("those", r"\bthose (?!(?:who|that|which|whom|in|of|with|from|at|on|for|not|\w+(?:ed|ing|en|wn))\b)[a-z]+\b"),
    (
        "other",
        r"(?<!with )(?<!and )(?<!among )\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|some|few|"
        r"all|most|those|these) other [a-z]+",
    ),
    (", the ", r"^[^,]+, the (?:figures?|numbers?|total|move|incident|attack)\b(?!\sof\b)"),
    (
        "incident|attack|crash|accident|shooting|match|game|meeting|announcement|verdict|blast|fire",
        r"^(?:[Ss]oon|[Ss]hortly|[Ll]ong|[Jj]ust|[Mm]inutes|[Hh]ours|[Dd]ays|[Ww]eeks|[Mm]onths)\s(?:after|before)\sthe\s(?:incident|attack|crash|"
        r"accident|shooting|match|game|meeting|announcement|verdict|blast|fire)\b(?!\s(?:of|in|on|at|near|between)\b)",
    ),
    ("former|latter", r"\bthe (?:former|latter)(?=[.,;]|\s(?:is|was|has|had)\b)"),
    (" that", r"\b(?:change|do|say|stop|prevent|explain|prove|know) that(?=\s(?:by|in|with|and)\b|[.,])"),
    (" this ", r"^(?:[\w’'-]+ ){1,4}this (?:is|was)\b"),
    (
        "happened|occurred|began|started",
        r"\b(?:before|after|when|how|why) (?:it|this|that) (?:happened|occurred|began|started)\b",
    ),
    (
        " one",
        r"\b(?:got|had|have|has|get|received|bought|saw|want|wanted|need|needed|made|sent|owns?|found|built|use) "
        r"one(?=\.?$|,)",
    ),
    (
        " follow| come|since|one of the ",
        r"\b(?:was|were|is|are) (?:still )?to (?:follow|come)(?=\.?$)|\bsince(?=\.?$)|\bone of the [a-z]+s(?=\.?$)",
    ),
    ("the same", r"\bthe same(?=\.?$)"),
    # Later than what? "Two days later" may be counted from the line itself, and so may what follows another verb.
    (
        " later",
        r"^(?:[\w’'-]+ ){1,5}(?:said|revealed|announced|learned|confirmed|found|discovered) "
        r"(?:days|weeks|months|hours|minutes|moments) later\b",
    ),
    ("at the time", r"\bat the time\b(?!\s(?:of|that|when|he|she|they|it|the|a|his|her|their)\b)"),
    (
        "Republican|Democrat|Conservative|Socialist",
        r"\bthe (?:[A-Z]\w+ )?(?:Republican|Democrat|Conservative|Socialist) (?:said|says|added|told|wrote)\b",
    ),
    (
        "death|incident|attack|shooting|crash|accident|fire|explosion|killing|arrest|verdict|ruling|blast",
        r"\b(?:in the wake of|after|following|since|because of|despite) the (?:death|incident|attack|shooting|crash|"
        r"accident|fire|"
        r"explosion|killing|arrest|verdict|ruling|blast)(?=\.?$)",
    ),
    (
        "told the ",
        r"\btold the (?:newspaper|paper|magazine|station|channel|network|website|site|publication|outlet|reporter)\b",
    ),
    ("part,", r"(?:^|,\s)[Ff]or (?:his|her|its|their) part,"),
    ("case in point|look no further", r"\ba case in point\b(?! of)|\bneed(?:s|ed)? look no further\b"),
    (" the fold", r"\b(?:join|joins|joined|joining|entered) the fold\b(?! of)"),
    (
        "that same|those same",
        r"\b(?:that|those) same (?!(?:day|night|morning|evening|week|month|year|time|season)s?\b)[a-z]",
    ),
    (
        "different",
        r"\bof an? (?:very|quite|wholly|entirely|completely) different (?!from|than|to)[a-z]+(?!.* (?:from|than|to)\b)",
    ),
    ("the then", r"\bthe then[ -](?=\d)"),
    ("subsequently", r"(?<=[\w,] )(?<!and )(?<!but )(?<!who )(?<!which )subsequently\b"),
    # With what? Unless it says so, or what would follow.
    (
        "agree",
        r"^(?!.*\b(?:if|unless|until|when|not|never|cannot|that|as|which|who)\b|.*n['’]t\b)[^;]{3,80}\b(?:agree|disagree)s?(?=\.?$)",
    ),
    ("in other ", r"\bin other (?:ways|cases|places|areas|respects)\b"),
    ("the other ", r"(?<!one )(?<!and )(?<!or )\bthe other (?!(?:side|hand|way|day)\b)[a-z]+"),
    (
        "the same ",
        r"\bthe same (?:(?:person|people|man|woman|group|team|company|post|report|study|source|river|road|street|"
        r"building|place|spot|area)s?\b|(?!thing\b)[a-z]+(?=[.,])|way\.?$)"
        r"(?! as\b)(?!.*\b(?:both|two|twice|each|every|always)\b)",
    ),
    ("however", r"(?<=[\w,] )however\b(?!\s(?:much|many|long|hard|small|large|big|often))"),
    (
        "too|as well|either|instead|there|that|those|this|these",
        r",?\s(?:too|as well|either|instead|in there|out there|over there|that|those|this|these)(?=\.?$)|,\stoo,",
    ),
    (" all", r"\b(?:it|this|that|there) all(?=\.?$)"),
    (
        "for instance|for example|then|similarly|by contrast|in turn|as a result|consequently|moreover|likewise",
        r",\s(?:for (?:instance|example)|then|similarly|by contrast|in turn|as a result|consequently|moreover|"
        r"likewise),\s",
    ),
    (" ones|though", r"\b(?:previous|earlier|other|later) ones\b|\bthough(?=\.?$)"),
    (
        "that ",
        r"\bthat (?:case|claim|idea|view|law|plan|deal|question|goal|rule|money|trip|film|bill|vote|offer|report|"
        r"request|decision|"
        r"argument|semi-final|match|game|fa cup)(?=[.,]|\s(?:in|on|by|for|with|but|and|as|semi-final|final)\b)",
    ),
    (
        "similar|even more ",
        r"\b(?:being|an?|the) similarly\b(?! (?:named|titled)\b)|\bmany similar [a-z]+s\b|"
        r"\beven more \w+(?: for [^,.]+?)?,? is\b",
    ),
    ("even ", r"\beven (?:worse|better|bigger|more \w+)(?=\.?$)"),
    ("much ", r"\bmuch (?:bigger|larger|worse|better|smaller|greater|deeper) \w+(?=\.?$)"),
    ("aforementioned|above|following", r"\b(?:the|an?) (?:aforementioned|above|following)\b"),
)
_ADDED = re.compile(
    r"[\"“‘'].*[,?!][\"”’'] (?:(?!and\b|told\b|said\b|wrote\b)[\w’'.-]+ ){0,5}added\b(?! (?:to|that)\b)"
)  # to what was quoted before
# A place told of before; "in Rome" may stand before it.
_ALSO = re.compile(r"(?P<before>[^,;:]{2,60}?)(?<! and)(?<! but)(?<! or)(?<! not)\salso\s(?!known\b|called\b)")
_THERE = re.compile(
    r"(?<=\w )(?:(?<!out )there(?=\.?$|[,;]|\s(?:and|but|to|for|by|since|at|in)\b(?!\s(?:be|have)\b))|here(?=\.?$))"
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Tt]o|[Ff]rom|[Nn]ear|[Aa]cross|[Oo]utside|[Ii]nto|[Oo]n)\s(?:an?\s|one\s|some\s|(?:the\s)?[A-Z])"
)
_NATIONS = (
    r"(?:American|British|English|Scottish|Welsh|Irish|French|German|Italian|Spanish|Portuguese|Dutch|Belgian|Swiss|Austrian|"
    r"Danish|Swedish|Norwegian|Finnish|Polish|Czech|Russian|Ukrainian|Turkish|Greek|Serbian|Croatian|Australian|Canadian|Mexican|"
    r"Brazilian|Argentine|Argentina|Colombian|Chilean|Chinese|Japanese|Korean|Indian|Pakistani|Iranian|Iraqi|Syrian|Israeli|"
    r"Egyptian|Nigerian|Kenyan|Tunisian|England|Brazil|Spain|France|Germany|Italy|Wales|Scotland|Ireland|Portugal|Chelsea|Arsenal)"
)
_THE_PERSON = re.compile(
    rf"he (?<=\b[Tt]he )(?:"  # begins with letters, not with a boundary: they are looked for much faster
    rf"(?:(?:[a-z][\w-]*(?<!['’]s)|{_NATIONS}) )?(?P<who>(?:[A-Z]\w+ )?\d+[ -]year[ -]old|{_PEOPLE})\b"
    r"(?! (?:who|of|in|with|from|at|on|for|accused|behind)\b)(?! [A-Z])|"
    r"(?P<nation>American|Russian|German|Italian|Brazilian|Belgian|Australian|Canadian|Mexican|"
    r"Colombian|Spaniard|"
    r"Briton|Frenchman|Dutchman|Englishman|Irishman|Scot|Argentine|Swede|Dane|Serb|Croat|Egyptian|Kenyan|Ukrainian)"
    rf"(?=\s{_BE}|\s[a-z]+ed\b))"
)


def leaning(text: str, known: frozenset[str] = NOTHING) -> str:
    """Give what ties a sentence to an earlier one; `""` without.

    Args:
        text: the sentence.
        known: words that the reader of the headline knows; "the attack" is tied to nothing where these have one.

    >>> leaning("However, Voss left."), leaning("The decision to leave was hers."), leaning("Voss backs these plans.")
    ('However', '', 'these plans')
    """
    if text[:1] == "(":
        return "("
    found = _LEANING.match(_OPENER.sub("", text))
    if found and not told(found.group(), known):
        return found.group().strip()
    for word, pattern in (("then", _THEN), ("added", _ADDED)):
        if word in text and pattern.match(text):
            return word
    outside = marks.outside(text)
    also = _ALSO.match(outside) if "also" in outside else None
    if also and not any(
        english.is_finite(word) and word not in english.AUXILIARIES for word in english.words(also["before"])
    ):
        return "also"
    there = _THERE.search(outside) if "here" in outside else None
    if there and not _PLACE.search(outside[: there.start()]):
        return there.group()
    pointed = _POINTED.search(outside)
    return pointed.group().strip(" ,") if pointed else ""


def points_at_people(text: str, known: frozenset[str] = NOTHING) -> bool:
    """Tell whether somebody is "the man" or "the victims" whom neither the sentence nor the headline has told of.

    >>> points_at_people("Lee hit the man."), points_at_people("A man fell, and Lee helped the man.")
    (True, False)
    """
    found = _THE_PERSON.search(text)
    if found is None:
        return False
    who = found["who"] or found["nation"]
    if stem(who.lower()) in known:
        return False
    introduced = rf"\b(?:an?|one|two|three|\d+) (?:[\w-]+ )?{re.escape(who.rstrip('s'))}"
    return not re.search(introduced, text, re.IGNORECASE)
