"""What the rules know of English: word classes, and questions asked of a sentence as a string."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a string.

    >>> sorted(word_set("or and"))
    ['and', 'or']
    """
    return frozenset(words.split())


NEGATIONS = word_set(
    "not no never nor neither none nobody nothing nowhere cannot without hardly barely scarcely rarely seldom "
    "only unless except until if whether unlikely deny denies denied refuse refuses refused fail fails failed "
    "lack lacks lacked depending provided assuming pending otherwise"
)
# Words that say how sure a claim is; losing one turns a suspicion into a fact.
HEDGES = word_set(
    "alleged allegedly allegation allegations may might could reportedly apparently suspected possible possibly "
    "perhaps maybe likely probably claim claims claimed claiming appear appears appeared seem seems seemed "
    "suggest suggests suggested believed thought rumored rumoured purported purportedly supposed supposedly so- "
    "called appearing seeming potential potentially estimated expected presumably unconfirmed accused suspect "
    "suspects would should"
)
_SIGNS = NEGATIONS | HEDGES
# Verbs that hand a claim to a speaker.
SAYING = word_set(
    "said says say told tells tell added adds wrote writes announced announces reported reports claimed claims "
    "stated states explained explains argued argues warned warns insisted insists confirmed confirms acknowledged "
    "tweeted noted notes admitted admits recalled recalls testified alleged alleges suggested suggests replied "
    "posted declared concluded predicted estimated revealed reveals"
)
AUXILIARIES = word_set(
    "is are was were am has have had do does did will would can could may might must shall should isn't aren't "
    "wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't cannot couldn't shouldn't"
)
# Past forms that are never participles: they cannot be a description of what stands before them ("the man shot by").
_PAST_ONLY = word_set(
    "became began blew broke came chose did drew drove ate fell flew forgot froze gave grew knew rode rose ran "
    "rang sang sank saw shook showed spoke sprang stole swam swore took threw went withdrew woke wore wrote "
    "overthrew undertook died arrived agreed lived remained happened resigned appeared returned occurred decided "
    "continued stood slept fled pleaded tried wanted hoped belonged emerged arose laughed existed urged vowed "
    "insisted used slid walked talked waited stayed jumped marched lasted competed contributed participated "
    "starred debuted apologized apologised complained campaigned responded reacted listened traveled travelled "
    "bore forbade foresaw forgave knelt lied mistook overcame oversaw rewrote shrank strove undid vied"
)
_PAST_OR_PARTICIPLE = word_set(
    "bet bled bought brought built burst caught cost cut dealt felt fought found got heard held hid hit hurt kept "
    "laid lay led left lent let lost made meant met paid put quit read sat sent set shot shut slid sold sought "
    "spent split spread struck stuck swept taught thought told tore understood won wound said forced pledged "
    "beat bent clung crept dug hung leapt misread shone sped spun stung swung tied upheld wept withheld"
)
_PRESENT_ONLY = word_set(
    "says tells wants remains makes takes gets goes comes includes argues believes expects seems appears becomes "
    "holds keeps considers warns insists denies thinks knows gives finds brings begins continues feels sees "
    "opposes allows requires involves suggests represents serves threatens accuses adds agrees admits belongs "
    "carries consists contains describes depends explains happens hears intends joins loses meets operates owns "
    "pays promises provides reads receives refuses rejects reveals sells sends sits speaks spends tends travels "
    "tries wins writes exists announces alleges acknowledges say want believe calls seek regards"
)
_PRESENT_OR_NOUN = word_set(
    "plans hopes faces shows leads runs plays lives works stands urges starts ends needs means looks turns helps "
    "supports offers follows features aims fears demands causes charges costs covers draws falls fights focuses "
    "launches lies loves moves puts reaches reports rises sets struggles uses visits raises marks states notes "
    "claims"
)
_NOT_PAST = word_set(
    "need red bed seed feed speed hundred sacred indeed wed shed bred fed led united exceed proceed succeed embed weed "
    "deed greed breed naked wicked rugged biased aged talented gifted bearded"
)
_NOT_PARTICIPLE = word_set(
    "king ring sing spring string thing something nothing anything everything morning evening during according "
    "building meeting beijing wedding ceiling bring wing being sterling darling sibling interesting outstanding "
    "housing boeing"
)
# Past and base form alike: after "and" they may still hang on an earlier "to" or "can".
UNMARKED = word_set("bet cost cut hit hurt let put quit read set shut split spread have do say want believe lay lead")
PRONOUNS = word_set("he she it they him her his hers them their theirs its himself herself itself themselves")
PERSONAL = word_set(
    "i we you my our your me us mine ours i'm i've i'd i'll we're we've we'll you're you've you'd you'll we'll we'd"
)
DEMONSTRATIVES = word_set("this that these those such here there's that's it's he's she's they're there'll it'll")
PREPOSITIONS = word_set(
    "about above across after against along amid among around as at before behind below beneath beside between "
    "beyond by despite down during except for from in inside into like near of off on onto out outside over past "
    "since than through throughout to toward towards under until up upon via with within without including"
)
CONJUNCTIONS = word_set(
    "and or but nor so yet because although though while whereas if unless that which who whose when where"
)
_LINKS = PREPOSITIONS | CONJUNCTIONS
DETERMINERS = word_set("a an the his her its their our my your this that these those some any each every no")
# Verbs that say nothing without the verb after them.
PHASES = word_set("begin begins began start starts started continue continues continued keep keeps kept stop stopped")
# Words that ask for more to come; a particle ("moved in", "broke off") may end a clause.
OPEN_ENDED = (PREPOSITIONS | CONJUNCTIONS | DETERMINERS) - word_set(
    "in on off up over out down inside outside since before her that this each past yet though so about around"
)
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|"
    r"Oct\.|Nov\.|Dec\."
)

# One sentence is asked many things in a row; what was found in it is kept for the next few hundred texts.
_kept = lru_cache(maxsize=512)
_FINITE = AUXILIARIES | _PAST_ONLY | _PAST_OR_PARTICIPLE | _PRESENT_ONLY | _PRESENT_OR_NOUN
_CONTRACTED = re.compile(r"\w['’](?:re|ve|ll|m)\b|\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hat|[Tt]here)['’]s\b")
_SUBORDINATOR = re.compile(
    r"\b(?-i:(?=[abiotuwABIOTUW]))(?:who|which|whose|whom|where|when|because|although|though|while|whereas|if|whether|that|unless|until|once)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w$£€%][\w%]*+(?:[.,’'-]++[\w%]++)*+")  # possessive: what was read is never given back
# The month, and what is won, taken or admitted.
_NO_HEDGE = re.compile(
    r"(?<=\s)May\b|\bclaim(?:s|ed|ing)?(?=\s(?:his|her|its|their|(?:the|a) (?:title|win|victory|point|lives?)|"
    r"victory|responsibility)\b)"
)

_APPENDED = re.compile(
    r",[”\"’']?\s+(?:according to\s+[^,“\"]+|"
    r"(?!(?:who|which|whose|whom|where|when|after|before|while|as|although|though|because|since|if|that|and|but|or|with)\b)"
    rf"(?:[^\s,“\"]+\s+){{1,7}}(?:{'|'.join(sorted(SAYING))})(?:\s+[^,“\"]+)?|"
    r"(?:said|says)\s+[^“\"]+)(?=[.]$)"
)


def any_of(*patterns: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Make one pattern of several, any of which may match.

    >>> bool(any_of("a+", "b+").fullmatch("bb"))
    True
    """
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE if ignore_case else 0)


@_kept
def words(text: str) -> tuple[str, ...]:
    """List the words in lower case, with typewriter apostrophes and without the marks around them.

    >>> words("“The U.S. didn’t,” he said.")
    ('the', 'u.s', "didn't", 'he', 'said')
    """
    found = WORD.findall(text)  # put in lower case in one go: no word holds a new line
    return tuple("\n".join(found).lower().replace("’", "'").split("\n")) if found else ()


def is_negation(word: str) -> bool:
    """Tell whether a lower-case word turns its clause around, or bounds when it holds."""
    return word in NEGATIONS or word.endswith("n't")


def signs(text: str) -> Counter[str]:
    """Count the negations and hedges of a text: a bullet has all those of its sentence.

    >>> signs("He may not go in May.")
    Counter({'may': 1, 'not': 1})
    """
    found = words(_NO_HEDGE.sub("", text) if "May" in text or "claim" in text else text)
    return Counter([word for word in found if word in _SIGNS or word.endswith("n't")])


def is_finite(word: str) -> bool:
    """Tell whether a lower-case word is, or looks like, a finite verb; not knowing a verb is the safe side.

    >>> [is_finite(word) for word in ("urged", "said", "table", "hundred")]
    [True, True, False, False]
    """
    if word in _FINITE:
        return True
    if "-" in word and not word.startswith(("re-", "co-")):
        return False  # "U.S.-led", "explosive-laden"
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST  # noqa: PLR2004 - "red", "shed"


def may_describe(word: str) -> bool:
    """Tell whether a finite form may also describe the noun before it ("the man held in").

    >>> [may_describe(word) for word in ("held", "went", "accused")]
    [True, False, True]
    """
    return word in _PAST_OR_PARTICIPLE or (word.endswith("ed") and word not in _PAST_ONLY)


def is_participle(word: str) -> bool:
    """Tell whether a lower-case word looks like a present participle."""
    return word.endswith("ing") and len(word) > 4 and word not in _NOT_PARTICIPLE  # noqa: PLR2004 - "king", "ring"


def has_verb(text: str) -> bool:
    """Tell whether a stretch of text holds what may be a finite verb.

    >>> has_verb("The result, a disaster"), has_verb("The result was a disaster")
    (False, True)
    """
    return any(map(is_finite, words(text))) or bool(_CONTRACTED.search(text))


def has_main_verb(text: str) -> bool:
    """Tell whether a stretch of text surely holds a finite verb: "shot by", "held in" may only describe a noun.

    >>> has_main_verb("The man shot by police"), has_main_verb("The man shot two people")
    (False, True)
    """
    found = words(text)
    for before, word, following in zip(["", *found], found, [*found[1:], ""], strict=False):
        if before == "to":
            continue
        if word in AUXILIARIES or word in _PAST_ONLY or word in _PRESENT_ONLY:
            return True
        past = is_finite(word) and word not in _PRESENT_OR_NOUN
        if past and following and following not in _LINKS:
            return True
    return bool(_CONTRACTED.search(text))


def clauses(text: str) -> list[str]:
    """Split a text where a subordinate clause begins; what introduces it is left out.

    >>> clauses("He left because the bank closed")
    ['He left ', ' the bank closed']
    """
    return _SUBORDINATOR.split(text)


def main_clause(text: str) -> str:
    """Give what stands before the first subordinate clause; behind the first comma where the text opens with one.

    >>> main_clause("The man who robbed the bank"), main_clause("If it rains, the fair ends")
    ('The man ', ' the fair ends')
    """
    return _main(_SUBORDINATOR.split(text)[0], text)


def _main(head: str, text: str) -> str:
    return head if head.strip() else text.partition(",")[2]


def is_clause(text: str) -> bool:
    """Tell whether a stretch can be a sentence: the verb is there, and the last subordinate clause has its own.

    >>> is_clause("The man who robbed the bank"), is_clause("He left because the bank"), is_clause("He left the bank")
    (False, False, True)
    """
    clauses = _SUBORDINATOR.split(text)
    subject_and_verb = _main(clauses[0], text).strip().partition(" ")[2]  # a verb that comes first is an order
    return has_main_verb(subject_and_verb) and has_verb(clauses[-1])


@_kept
def attribution(text: str) -> int | None:
    """Find where the appended speaker begins (", police said."), None without one.

    >>> attribution("The bridge was closed, police said.")
    21
    """
    start = None
    for match in _APPENDED.finditer(text):
        start = match.start()
    return start
