"""English verbs in the present, which look like nouns: where one may be the verb of its sentence."""

from __future__ import annotations

from toolkit.checks import _english as english

_BASES = english.word_set(
    "abandon accept accuse achieve act add address admit adopt advise affect agree aim allow announce answer appeal "
    "appear apologize apologise apply appoint approve argue arrive ask attack attend avoid award ban battle beat "
    "become begin believe belong blame block boast boost break bring build burn buy call carry catch cause "
    "celebrate challenge change charge check choose cite claim clash clear climb close collapse come compare "
    "compete complain confirm confront connect consider contain continue control cost count cover crash create "
    "criticize criticise cross cut damage deal debate debut decide declare decline defend delay deliver demand deny "
    "depend describe destroy determine develop die discover discuss dismiss draw drive drop earn ease edge "
    "eliminate emerge enable encourage end endorse enjoy enter escape examine exist expand expect explain explore "
    "export express extend face fail fall fear feature feel fight fill find finish fire fit flee fly focus follow "
    "force form gain gather get give go grow guarantee halt handle happen head hear help highlight hit hold honor "
    "honour hope host hunt hurt identify ignore impose improve include increase insist inspire install intend "
    "introduce invest investigate invite involve issue join jump keep kick kill know lack land last launch lay lead "
    "learn leave let lie lift like limit link list live look lose love lower maintain make manage march mark mean "
    "meet merge miss mourn move name need note observe occur offer open operate oppose order outline overtake own "
    "pack pass pay perform pick plan play plead pledge point portray pose post praise predict prepare preview "
    "present press prevent produce promise propose prosecute protect protest prove provide publish pull punish push "
    "put question quip quit quote raise rally range reach react read receive recall recommend recover reflect "
    "refuse regain reject release remain remember remove replace report represent require rescue reserve resign "
    "resist resolve respond restore resume retire return reveal review rise risk rule run sack save say score "
    "search see seek seem sell send serve set settle shake share shine ship shoot show sign sing sink sit slam slip "
    "snub soar solve spark speak spend split spread stage stand star start stay steal stop store strike struggle "
    "study suffer suggest sue support surge surrender survive suspect suspend sweep take talk target teach tell "
    "test thank think threaten top trade train travel treat trigger trust try turn unveil update urge use vary "
    "visit vote vow wait walk want warn watch wear weigh welcome win wonder work worry worsen write yield"
)
_PLURALS = frozenset(
    ("people", "men", "women", "children", "police", "who", "that", "they", "we", "both", "all", "many")
)
_NOT_BEFORE_VERB = (
    english.DETERMINERS | english.PREPOSITIONS | frozenset(("and", "or", "new", "old", "more", "other", "two", "three"))
)


def has_present(text: str) -> bool:
    """Tell whether a word is there that is a verb in the present, going by the words beside it.

    >>> [has_present(text) for text in ("Voss encourages men", "Farmers face fines", "A plan of the mayors")]
    [True, True, False]
    """
    found = english.words(text)
    plural = False  # whether a subject was told of that takes the bare form
    for before, word, following in zip(found, found[1:], [*found[2:], ""], strict=False):
        plural = plural or before in _PLURALS or before.endswith("s")
        if before in _NOT_BEFORE_VERB or before.isdecimal() or before.endswith("'s") or following == "of":
            continue
        if third(word) or (plural and word in _BASES):
            return True
    return False


def third(word: str) -> bool:
    """Tell whether a word is the third person of a known verb."""
    if not word.endswith("s"):
        return False
    stem = word[:-1]
    return stem in _BASES or stem.removesuffix("e") in _BASES or (stem.endswith("ie") and f"{stem[:-2]}y" in _BASES)
