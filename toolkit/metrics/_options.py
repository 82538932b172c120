"""What sacrebleu's metrics can be told: frozen records, with its own defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BleuOptions:
    """Options of BLEU.

    Attributes:
        lowercase: whether case is ignored.
        tokenize: name of sacrebleu's tokenizer.
        smooth_method: what becomes of orders without a match: `exp`, `floor`, `add-k` or `none`.
        smooth_value: of `floor` and `add-k`, from 0; None for sacrebleu's own, 0.1 and 1.
    """

    lowercase: bool = False
    tokenize: str = "13a"
    smooth_method: str = "exp"
    smooth_value: float | None = None

    @property
    def smoothing(self) -> float:
        """Give the value that smoothing takes, 0 where it takes none."""
        usual = {"floor": 0.1, "add-k": 1.0}.get(self.smooth_method)  # Chen and Cherry 2014, as in sacrebleu
        return 0.0 if usual is None else usual if self.smooth_value is None else self.smooth_value


@dataclass(frozen=True, slots=True)
class ChrfOptions:
    """Options of chrF.

    Attributes:
        char_order: length of the longest character n-grams, from 0.
        word_order: length of the longest word n-grams, from 0; at least one of both orders is above 0.
        beta: how much more recall weighs than precision, from 0.
        lowercase: whether case is ignored.
        whitespace: whether white space counts as a character.
        eps_smoothing: whether orders without n-grams count as almost 0, as in chrF++.py, and not at all otherwise.
    """

    char_order: int = 6
    word_order: int = 0
    beta: int = 2
    lowercase: bool = False
    whitespace: bool = False
    eps_smoothing: bool = False

    @property
    def title(self) -> str:
        """Name the score as sacrebleu does, but the usual one without its beta.

        >>> ChrfOptions().title, ChrfOptions(word_order=2).title, ChrfOptions(beta=3).title
        ('chrF', 'chrF++', 'chrF3')
        """
        return f"chrF{'' if self.beta == 2 else self.beta}{'+' * self.word_order}"  # noqa: PLR2004 - chrF2


@dataclass(frozen=True, slots=True)
class TerOptions:
    """Options of TER.

    Attributes:
        normalized: whether punctuation is cut off words, and character entities are read.
        no_punct: whether punctuation is left out.
        asian_support: whether Chinese and Japanese characters are words by themselves, with one of the two above.
        case_sensitive: whether case counts.
    """

    normalized: bool = False
    no_punct: bool = False
    asian_support: bool = False
    case_sensitive: bool = False
