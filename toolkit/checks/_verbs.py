"""English verbs in the present, which look like nouns: where one may be the verb of its sentence."""

from __future__ import annotations

from toolkit.checks import _english as english

_BASES = english.word_set(
    "disagree giggle chat wave laugh cheer smile abandon accept accuse achieve act add address admit adopt "
    "advise affect agree aim allow anger announce answer "
    "apologise apologize appeal appear apply appoint approve argue arrive ask attack attend avoid award axe back "
    "bag ban battle beat become begin believe belong blame blast block boast boost break bring build burn buy call "
    "cancel carry catch cause celebrate challenge change charge check choose cite claim clash clear climb clinch "
    "close collapse come compare compete complain complete condemn confirm confront connect consider contain "
    "continue contribute control copy cost count cover crash create criticise criticize cross crown cut damage "
    "deal debate debut decide declare decline defend delay deliver demand deny depend describe design destroy "
    "determine develop die discover discuss dismiss document donate draw drive drop earn ease edge eliminate "
    "emerge enable encourage end endorse enjoy enter escape examine exist expand expect explain explode explore "
    "export express extend eye face fail fall favor favour fear feature feel fight fill find fine finish fire fit "
    "flee fly focus follow force form fund gain gather get give go govern grow guarantee guard hail halt handle "
    "happen harm head hear help hide highlight hint hit hold honor honour hope host hunt hurt identify ignore "
    "impose improve include increase influence inform insist inspire install instruct intend introduce invest "
    "investigate invite involve issue jail join jump keep kick kill know labor lack land last launch lay lead "
    "learn leave let lie lift like limit link list live lobby look lose love lower maintain make manage march mark "
    "mean meet merge miss mock monitor mourn move mull name need net note observe obtain occupy occur offer open "
    "operate oppose order outline overlook overtake own pack paint pass pay perform permit pick plan play plead "
    "pledge point portray pose post pour practice praise preach predict premiere prepare present preserve press "
    "prevent preview probe process produce promise propose prosecute protect protest prove provide publish pull "
    "punish purchase pursue push put qualify question quip quit quote raise rally range rank rate reach react read "
    "recall receive recommend recover recruit reference reflect refuse regain reject release remain remember "
    "remind remove rent repeat replace reply report represent require rescue reserve resign resist resolve respond "
    "restore resume retain retire retract return reveal review revive ride rise risk rock roll rule run sack sail "
    "sample satisfy save say schedule scoop score scrap seal search secure see seek seem sell send separate serve "
    "set settle shake share shift shine ship shoot show showcase shut sign sing sink sit skip slam slip snub soar "
    "solve spark speak spend split spot spread stage stand star start stay steal stir stop store strengthen strike "
    "strip struggle study sue suffer suggest suit summon supply support surge surprise surrender surround survive "
    "suspect suspend swap sweep swim tackle take talk target teach tell test testify thank think threaten tie tip "
    "top tour trace track trade train transform translate trap travel treat trigger trouble trust try turn tweet "
    "undergo unite unveil update urge use value vary view visit vote vow wage wait walk want warn wash watch "
    "weaken wear weigh welcome win wish withdraw wonder work worry worsen write yield"
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


def bare(word: str) -> bool:
    """Tell whether a word is the bare form of a known verb."""
    return word in _BASES


def third(word: str) -> bool:
    """Tell whether a word is the third person of a known verb."""
    if not word.endswith("s"):
        return False
    stem = word[:-1]
    return stem in _BASES or stem.removesuffix("e") in _BASES or (stem.endswith("ie") and f"{stem[:-2]}y" in _BASES)
