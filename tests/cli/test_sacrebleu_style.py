"""Words of a sacrebleu command line, each given its option."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

from toolkit.cli._sacrebleu_style import spelled_out


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("ref -i a b c", "ref -i a -i b -i c"),
        ("r1 r2 --input a b --metrics bleu ter -w 2", "r1 r2 --input a --input b --metrics bleu --metrics ter -w 2"),
        ("ref -i a -i b", "ref -i a -i b"),
        ("ref -i a - -m chrf", "ref -i a -i - -m chrf"),
        ("--input=a b", "--input=a b"),  # as in argparse, what is joined by = is one word
        ("-m bleu chrf ref.txt -i a", "-m bleu -m chrf ref.txt -i a"),
        ("-m bleu sub/ref -i a", "-m bleu sub/ref -i a"),
        ("ref -i a -- -t b", "ref -i a -- -t b"),
        ("", ""),
    ],
)
def test_every_word_gets_its_option(given: str, expected: str) -> None:
    """As many words as follow belong to -i and -m; a file after a metric is none."""
    assert " ".join(spelled_out(given.split())) == expected


@pytest.mark.parametrize("word", ["-t", "--test-set=wmt14", "-l", "--echo", "--detail", "-e", "--short", "--citation"])
def test_what_has_no_meaning_here_says_what_has(word: str) -> None:
    """Options of sacrebleu that are refused say why, and what to do."""
    with pytest.raises(click.UsageError, match=f"{word.partition('=')[0]}: .*(files|leave it out|convert)"):
        list(spelled_out(["ref.txt", word, "x"]))


def test_the_shell_completes_a_line_with_a_refused_option() -> None:
    """While a line is being typed nothing is a mistake yet."""
    asked = {"_TOOLKIT_COMPLETE": "bash_complete", "COMP_WORDS": "toolkit score -t wmt14 --pai", "COMP_CWORD": "4"}
    code = "import sys; from toolkit.cli.main import main; sys.argv = ['toolkit']; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "--paired-bs" in done.stdout
