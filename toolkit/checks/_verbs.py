"""English verbs in the present, which look like nouns: where one may be the verb of its sentence."""

from __future__ import annotations

from toolkit.checks import _english as english

_BASES = english.word_set(
    "abandon accept accuse achieve act add address admit adopt advise advocate affect afford agree aim allow anger "
    "announce answer anticipate apologise apologize appeal appear apply appoint approve argue arrive ask assert "
    "assume assure attack attend attract avoid await award axe back bag ban battle bear beat become begin believe "
    "belong bend bind blame blast block boast boost break breathe bring build burn buy call cancel carry catch cater "
    "cause cease celebrate challenge change charge chat check cheer choose cite claim clash clear climb clinch close "
    "collapse come commemorate commit compare compel compete complain complete comprise concede conclude condemn "
    "conduct confess confirm confront confuse congratulate connect conserve consider constitute consult consume "
    "contain contend continue contradict contribute control convince cooperate copy correspond cost count cover "
    "cradle crash create criticise criticize cross crown cultivate cut damage deal debate debut decide declare "
    "decline dedicate defend defy delay deliver demand deny depart depend deploy describe deserve design destroy "
    "detect determine develop devote die diminish direct disagree disappear disappoint discover discuss dismiss "
    "distribute document dominate donate draw drive drop earn ease edge edit educate elect eliminate embrace emerge "
    "employ enable encourage end endanger endorse endure enforce engage enhance enjoy enlist ensure enter entertain "
    "envision erase erupt escape establish evacuate evoke evolve examine exceed exclude execute exist expand expect "
    "explain explode explore export expose express extend exude eye face fail fall fascinate favor favour fear "
    "feature feel fight fill find fine finish fire fit flaunt flee flourish fly focus follow forbid force foresee "
    "forget forgive form freeze fulfil fulfill fund gain gather gaze generate get giggle give go govern greet grow "
    "guarantee guard hail halt handle happen harm haunt head hear help hide highlight hint hit hold honor honour hope "
    "host hunt hurt identify ignore illustrate imagine imply impose impress improve include increase indicate infect "
    "influence inform infuse inhabit inherit initiate injure insert insist inspire install instruct integrate intend "
    "interact interpret introduce invade invent invest investigate invite involve issue jail join jump keep kick kill "
    "kneel know labor lack lament land last laugh launch lay lead learn leave lend let lie lift like limit link list "
    "listen live lobby look lose love lower maintain make manage march mark mean meet merge migrate miss mock modify "
    "monitor motivate mourn move mull multiply name need negotiate net nominate note nurture obey observe obtain "
    "occupy occur offend offer omit open operate oppose order organise organize originate oust outline outnumber "
    "outweigh overcome overlook oversee overtake owe own pack paint participate pass pay perceive perform permit "
    "persist persuade pick plan play plead pledge plunge point portray pose possess post postpone pour practice "
    "praise pray preach precede predict prefer premiere prepare present preserve preside press presume prevail "
    "prevent preview probe process proclaim produce prohibit promise propose prosecute protect protest prove provide "
    "provoke publish pull punish purchase pursue push put qualify question quip quit quote raise rally range rank "
    "rate reach react read reassure rebuild recall receive recognise recognize recommend reconsider recover recruit "
    "reduce refer reference reflect refuse regain regulate reinforce reiterate reject relate relax release relieve "
    "relinquish rely remain remember remind remove render renew rent repay repeat replace replenish reply report "
    "represent require rescue resemble reserve reside resign resist resolve resonate respond restore resume resurface "
    "retain retire retract return reveal review revive revolve ride rise risk roam rock roll rule run sack sail "
    "sample satisfy save say schedule scoop score scrap seal search secure see seek seem seize select sell send "
    "separate serve set settle shake share shift shine ship shoot shout show showcase shut sign sing sink sit situate "
    "skip slam slip smile snub soar solve spark spawn speak specialise specialize speculate spend split spot spread "
    "stage stand star start stay steal stir stop store strengthen strike strip strive struggle study stumble subside "
    "substitute succeed sue suffer suggest suit summon supervise supply support suppose suppress surge surpass "
    "surprise surrender surround survive suspect suspend sustain swap swear sweep swell swim swirl tackle take talk "
    "target teach teem tell tend test testify thank think threaten thrive thwart tie tip tolerate top tour trace "
    "track trade train transcend transform translate trap travel treat trigger trouble trust try turn tweet undergo "
    "undermine understand undertake unfold unite unleash unveil update uphold urge use utilize value vanish vary view "
    "violate visit vote vow wage wait waive walk wander want warn wash watch wave weaken wear weep weigh welcome "
    "whisper win wish withdraw withhold withstand wonder work worry worsen wrestle write yearn yield"
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
