import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.records import Failure, Material
from toolkit.stages.read import read

SHIPPED = Path(__file__).parents[2] / "references" / "wang-blinken"
ARTICLE = "Un titre\n\n• Un point.\n\nLe corps.\n"
TRANSLATION = "A title\n\n• A point.\n\nThe body.\n"


def put(folder: Path, **texts: str) -> Path:
    """Write files into a folder; `translation_a_en` is `translation.a.en.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in texts.items():
        (folder / (name.replace("_", ".") + ".txt")).write_bytes(content.encode())
    return folder


def rows(path: Path, *lines: object) -> Path:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


def ids(materials: list[Material]) -> list[str]:
    return [material.article.id for material in materials]


def one(failures: list[Failure]) -> Failure:
    assert len(failures) == 1, failures
    assert failures[0].stage == "read"
    assert "\n" not in failures[0].message
    return failures[0]


def test_the_shipped_article_has_the_blocks_counted_by_eye() -> None:
    [material], failures = read([SHIPPED], "fr", "en")
    kinds = [segment.kind for segment in material.article.segments]
    assert failures == []
    assert kinds == (["headline"] + ["key_point"] * 3 + ["paragraph"] * 4 + ["related"] + ["paragraph"] * 10)


def test_the_shipped_article_is_the_one_that_was_given() -> None:
    """The digest is what `sha256sum article.fr.txt` gave when the article was handed over."""
    [material], _ = read([SHIPPED], "fr", "en")
    assert material.article.id == "art-wang-blinken"
    assert material.article.digest == "sha256:18fbe13b0025109a8b1d2d13847e3540b4c4c4a070af8c5ec9b61ce0ce1db392"
    assert material.article.segments[10].text == "Le ministère a déclaré :"


def test_the_shipped_article_has_two_references_and_two_sets_of_bullets() -> None:
    [material], _ = read([SHIPPED], "fr", "en")
    assert [(reference.name, len(reference.texts)) for reference in material.references] == [("a", 19), ("b", 19)]
    assert [(each.name, len(each.bullets)) for each in material.bullets] == [("a", 3), ("b", 3)]


def test_a_folder_is_one_article_with_all_that_was_written_for_it(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "Dégel à Pékin",
        article_fr=ARTICLE,
        translation_b_en=TRANSLATION,
        translation_a_en=TRANSLATION,
        translation_a_de="Ein Titel\n",
        bullets_a_en="• One.\n• Two.\n",
    )
    (folder / "about.toml").write_text('title = "x"\n[reference.a]\nwritten = 2023-07-14\n', encoding="utf-8")
    [material], failures = read([folder], "fr", "en")
    assert failures == []
    assert material.article.id == "art-Degel-a-Pekin"
    assert [reference.name for reference in material.references] == ["a", "b"]
    assert material.references[0].texts == ("A title", "A point.", "The body.")
    assert material.bullets[0].bullets == ("One.", "Two.")
    assert material.about == {"title": "x", "reference": {"a": {"written": "2023-07-14"}}}
    assert material.notes == ()


def test_a_folder_of_folders_is_read_in_order_of_name_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        put(tmp_path / name, article_fr=ARTICLE)
    put(tmp_path / "pictures", caption="x")
    materials, failures = read([tmp_path], "fr", "en")
    assert ids(materials) == ["art-a", "art-b"]
    assert failures == []


def test_a_text_file_is_an_article_without_references(tmp_path: Path) -> None:
    put(tmp_path / "news", article_fr=ARTICLE, une_fr=ARTICLE, deux=ARTICLE)
    paths = [tmp_path / "news" / name for name in ("une.fr.txt", "deux.txt", "article.fr.txt")]
    materials, _ = read(paths, "fr", "en")
    assert ids(materials) == ["art-une", "art-deux", "art-news"]
    assert materials[0].references == ()


def test_rows_are_articles_with_references_and_bullets_by_place_or_name(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "x.jsonl",
        {"id": "one", "text": ARTICLE, "references": [TRANSLATION, TRANSLATION], "bullets": [["One.", "Two\nmore."]]},
        "",
        {"id": 2, "text": ARTICLE, "references": {"wire": TRANSLATION}, "bullets": {"desk": ["One."]}, "url": "x"},
        {"id": "art-3", "text": ARTICLE, "references": None},
    )
    materials, failures = read([path], "fr", "en")
    assert failures == []
    assert ids(materials) == ["art-one", "art-2", "art-3"]
    assert [reference.name for reference in materials[0].references] == ["a", "b"]
    assert materials[0].bullets[0].bullets == ("One.", "Two more.")
    assert materials[1].references[0].name == "wire"
    assert materials[1].bullets[0].name == "desk"


def test_rows_and_folders_of_the_same_text_are_read_alike(tmp_path: Path) -> None:
    put(tmp_path / "one", article_fr=ARTICLE, translation_a_en=TRANSLATION)
    path = rows(tmp_path / "x.jsonl", {"id": "two", "text": ARTICLE, "references": [TRANSLATION]})
    (folder, row), _ = read([tmp_path / "one", path], "fr", "en")
    assert row.article.segments == folder.article.segments
    assert row.article.digest == folder.article.digest
    assert row.references == folder.references


def test_a_file_with_a_byte_order_mark_is_read_as_one_without(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": "\ufeffUn.\r\n"}).encode() + b"\r\n")
    [material], _ = read([path], "fr", "en")
    assert material.article.segments[0].text == "Un."


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("", ["art-1", "art-a", "art-b"]), ("a", ["art-a"]), ("art-[ab]", ["art-a", "art-b"]), ("A", []), ("?", 3)],
)
def test_a_pattern_picks_ids_with_and_without_their_prefix(tmp_path: Path, pattern: str, expected: object) -> None:
    for name in ("a", "b", "1"):
        put(tmp_path / name, article_fr=ARTICLE)
    materials, failures = read([tmp_path], "fr", "en", pattern)
    assert failures == []
    assert (len(materials) if isinstance(expected, int) else ids(materials)) == expected


def test_what_the_pattern_leaves_out_is_not_read(tmp_path: Path) -> None:
    put(tmp_path / "good", article_fr=ARTICLE)
    put(tmp_path / "bad", article_fr="")
    materials, failures = read([tmp_path], "fr", "en", "good")
    assert ids(materials) == ["art-good"]
    assert failures == []


def test_a_bad_article_is_a_failure_and_the_rest_are_read(tmp_path: Path) -> None:
    put(tmp_path / "a", article_fr=ARTICLE)
    put(tmp_path / "b", article_fr=" \n")
    put(tmp_path / "c", article_fr=ARTICLE)
    materials, failures = read([tmp_path], "fr", "en")
    assert ids(materials) == ["art-a", "art-c"]
    failure = one(failures)
    assert (failure.kind, failure.article) == ("input", "art-b")
    assert failure.message == f"{tmp_path / 'b' / 'article.fr.txt'} is empty; put a text into it"


def test_all_that_is_wrong_with_an_article_is_named_at_once(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "x", article_fr=ARTICLE, translation_a_en="A title\n", translation_b_en="\0", bullets_a_en="•\n"
    )
    (folder / "about.toml").write_text("title = \n", encoding="utf-8")
    materials, failures = read([folder], "fr", "en")
    assert materials == []
    assert [failure.kind for failure in failures] == ["alignment", "input", "input", "input"]
    for failure, name in zip(
        failures, ["translation.a.en.txt", "translation.b.en.txt", "bullets.a.en.txt", "about.toml"], strict=True
    ):
        assert failure.message.startswith(str(folder / name))
        assert failure.article == "art-x"


def test_a_reference_that_does_not_match_names_file_and_block(tmp_path: Path) -> None:
    folder = put(tmp_path / "x", article_fr=ARTICLE, translation_a_en="A title\n\nA point.\n\nThe body.\n")
    _, failures = read([folder], "fr", "en")
    path = folder / "translation.a.en.txt"
    assert one(failures).message.startswith(
        f"{path}: block 2 does not match: the article has the key point “Un point.”"
    )


def test_the_second_of_two_articles_with_one_id_is_a_failure(tmp_path: Path) -> None:
    folder = put(tmp_path / "one", article_fr=ARTICLE)
    path = rows(tmp_path / "x.jsonl", {"id": "one", "text": ARTICLE})
    materials, failures = read([folder, path], "fr", "en")
    assert ids(materials) == ["art-one"]
    failure = one(failures)
    assert failure.kind == "duplicate"
    assert failure.message == f"{path}:1: the id art-one is taken by {folder}; rename one of them"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('{"id": "x", "text": ', "x.jsonl:2: broken JSON"),
        ('["x"]', "x.jsonl:2: not a JSON object"),
        ({"text": "Un."}, "x.jsonl:2: the row has no id"),
        ({"id": "", "text": "Un."}, "x.jsonl:2: the row has no id"),
        ({"id": True, "text": "Un."}, "x.jsonl:2: the row has no id"),
        ({"id": "x"}, "x.jsonl:2: text is missing"),
        ({"id": "x", "text": 3}, "x.jsonl:2: text is missing"),
        ({"id": "x", "text": "***"}, "x.jsonl:2: text: the text has no word in it"),
        ({"id": "x", "text": "Un.", "references": "One."}, "x.jsonl:2: references is neither a list"),
        ({"id": "x", "text": "Un.", "references": [None]}, "x.jsonl:2: references.a is missing"),
        (
            {"id": "x", "text": "Un.", "references": ["One.\n\nTwo."]},
            "x.jsonl:2: references.a: block 2 is one too many",
        ),
        ({"id": "x", "text": "Un.", "bullets": ["One."]}, "x.jsonl:2: bullets.a is not a list"),
        ({"id": "x", "text": "Un.", "bullets": {"a": [""]}}, "x.jsonl:2: bullets.a is missing, empty"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_rest_are_read(tmp_path: Path, row: object, message: str) -> None:
    path = rows(tmp_path / "x.jsonl", {"id": "a", "text": "Un."}, row, {"id": "b", "text": "Deux."})
    materials, failures = read([path], "fr", "en")
    assert ids(materials) == ["art-a", "art-b"]
    assert message in one(failures).message


def test_a_row_that_is_not_utf8_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"id": "a", "text": "Un."}\n{"id": "b", "text": "d\xe9gel"}\n')
    materials, failures = read([path], "fr", "en")
    assert ids(materials) == ["art-a"]
    assert "x.jsonl:2: broken JSON" in one(failures).message


def test_a_lone_surrogate_becomes_a_replacement_character(tmp_path: Path) -> None:
    path = rows(tmp_path / "x.jsonl", r'{"id": "a", "text": "Un\ud800.", "bullets": [["Un\ud800."]]}')
    [material], _ = read([path], "fr", "en")
    assert material.article.segments[0].text == "Un\ufffd."
    assert material.bullets[0].bullets == ("Un\ufffd.",)


@pytest.mark.parametrize("name", ["none", "none.txt", "none.jsonl"])
def test_a_path_that_is_not_there_is_a_failure_whatever_the_pattern(tmp_path: Path, name: str) -> None:
    assert one(read([tmp_path / name], "fr", "en", "x")[1]).message.startswith("no such file or folder")


def test_an_empty_file_of_rows_is_a_failure(tmp_path: Path) -> None:
    assert "is empty; put one article on each line" in one(read([rows(tmp_path / "x.jsonl")], "fr", "en")[1]).message


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.csv", "id,text\n1,Bonjour.\n", "a table"),
        ("a.JSON", '{"id": "a", "text": "Bonjour."}', "JSON"),
        ("a.html", "<p>Bonjour.</p>", "a web page"),
    ],
)
def test_what_holds_articles_and_is_none_is_not_scored_as_one(
    tmp_path: Path, name: str, content: str, what: str
) -> None:
    """Its commas and tags would be translated, paid for and scored; the line says what to give instead."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    materials, failures = read([tmp_path / name], "fr", "en")
    assert (materials, [failure.kind for failure in failures]) == ([], ["input"])
    assert f"{name} is {what}, not a plain text; give its text alone as .txt, or" in failures[0].message


def test_a_text_named_as_another_languages_is_not_read_as_this_one(tmp_path: Path) -> None:
    """English sent as French would be paid for, and French summarized as English printed; a plain name says nothing."""
    for name in ("deal.en.txt", "deal.FR.txt", "deal.v2.txt", "plain.txt"):
        (tmp_path / name).write_text("Bonjour.", encoding="utf-8")
    assert one(read([tmp_path / "deal.en.txt"], "fr", "en")[1]).message.endswith(
        "deal.en.txt is named as a text in en, and one in fr is wanted; give that one, or rename it"
    )
    assert "in fr, and one in en" in one(read([tmp_path / "deal.FR.txt"], "en-US", "de")[1]).message
    fine = [tmp_path / "deal.FR.txt", tmp_path / "deal.v2.txt", tmp_path / "plain.txt"]
    assert read(fine, "fr-CA", "en")[1] == []


def test_a_folder_without_an_article_says_what_to_give(tmp_path: Path) -> None:
    assert "no article.fr.txt in" in one(read([tmp_path], "fr", "en")[1]).message


def test_a_folder_whose_article_is_in_another_language_says_so(tmp_path: Path) -> None:
    put(tmp_path / "x", article_de="Ein Titel.\n")
    assert "it has article.de.txt: set source to match" in one(read([tmp_path], "fr", "en")[1]).message


def test_a_folder_that_lacks_its_article_is_named(tmp_path: Path) -> None:
    put(tmp_path / "x", translation_a_en=TRANSLATION)
    failure = one(read([tmp_path], "fr", "en")[1])
    assert failure.message == f"no article.fr.txt in {tmp_path / 'x'}; add it"
    assert failure.article == "art-x"


def test_a_regional_language_takes_its_own_files_or_else_the_plain_ones(tmp_path: Path) -> None:
    texts = {"translation.a.en.txt": "Plain.", "translation.a.en-GB.txt": "British.", "translation.b.en.txt": "Other."}
    folder = put(tmp_path / "x", article_fr="Un.\n")
    for name, content in texts.items():
        (folder / name).write_text(content, encoding="utf-8")
    [british], _ = read([folder], "fr-CA", "en-GB")
    [plain], _ = read([folder], "fr", "en")
    assert [reference.texts[0] for reference in british.references] == ["British.", "Other."]
    assert [reference.texts[0] for reference in plain.references] == ["Plain.", "Other."]


def test_a_file_with_an_odd_name_is_noted(tmp_path: Path) -> None:
    [material], _ = read([put(tmp_path / "x", article_fr=ARTICLE, translation_en=TRANSLATION)], "fr", "en")
    assert material.notes == ("translation.en.txt was not read: name it like translation.a.en.txt or bullets.a.en.txt",)


def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        put(tmp_path / name, article_fr=ARTICLE)
    listed = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "a":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    materials, failures = read([tmp_path], "fr", "en")
    assert ids(materials) == ["art-b"]
    failure = one(failures)
    assert failure.article == "art-a"
    assert failure.message.startswith(f"cannot read {tmp_path / 'a'}: Permission denied")
