from __future__ import annotations

from sacrebleu.metrics import BLEU

from toolkit.metrics.bullet_bleu import BulletBleu

SEA, MINISTER, PRICES = "The sea was calm.", "The minister left Paris.", "Prices rose again in May."


def test_pairs_are_scored_as_sacrebleu_scores_them(example, encoder) -> None:
    """Aligned bullets meet each other; a missing one is an empty line, an extra one meets an empty line."""
    metric = BulletBleu(encoder)
    given = [
        example([MINISTER + " Twice.", SEA], [SEA, MINISTER, PRICES]),
        example([SEA, "Prices rose in May.", "Quizzes!"], [PRICES, SEA]),
    ]
    own = [MINISTER + " Twice.", SEA, "", SEA, "Prices rose in May.", "Quizzes!"]
    references = [MINISTER, SEA, PRICES, SEA, PRICES, ""]
    expected = BLEU().corpus_score(own, [references]).score
    assert metric.combine(metric.measure(given).rows.sum(axis=0)).tolist() == [expected]


def test_the_signature_holds_sacrebleus(encoder) -> None:
    """The number of sets and the alignment stand beside sacrebleu's own signature of one reference a line."""
    bleu = BLEU()
    bleu.corpus_score(["a"], [["a"]])
    signature = BulletBleu(encoder).signature(2)
    assert signature.startswith(bleu.get_signature().format() + "|sets:2|")
    assert signature.endswith(encoder.signature())
