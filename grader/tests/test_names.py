"""Names: lists read strictly, draws decided by their seed, letters exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import names
from grader.outcome import UsageError

CENSUS = names.load(None)
THOUSAND = [f"a{chr(97 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}" for i in range(1000)]


def test_the_census_names_are_divided_without_a_rest() -> None:
    dealt = names.deal(CENSUS, 3)
    assert (len(dealt.learn), len(dealt.ask)) == (4_163, 1_000)
    assert sorted(map(dealt.real, dealt.learn + dealt.ask)) == sorted(CENSUS)


def test_a_seed_deals_the_same_twice_and_another_other_letters() -> None:
    assert names.deal(CENSUS, 3) == names.deal(CENSUS, 3)
    assert names.deal(CENSUS, 3).letters != names.deal(CENSUS, 4).letters


def test_practice_asks_about_the_same_names() -> None:
    assert names.deal(CENSUS, 3, 500).ask == names.deal(CENSUS, 3).ask
    assert len(names.deal(CENSUS, 3, 500).learn) == 500


def test_a_list_of_ones_own_is_read_with_care(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(THOUSAND) + "\r\n\n", encoding="utf-8-sig")
    assert names.load(str(path)) == tuple(sorted(THOUSAND))
    assert len(names.deal(THOUSAND, 1).ask) == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n".join(THOUSAND[:-1] * 2), "has 999 different names"),
        ("\n".join([*THOUSAND, "Anna"]), "line 1001 of .* is 'Anna'"),
        ("\n".join(["anne-marie", *THOUSAND]), "line 1 of .* is 'anne-marie'"),
        ("\n".join([*THOUSAND, "a" * 16]), "has 16 letters"),
        ("", "has 0 different names"),
    ],
)
def test_a_list_that_does_not_serve_is_refused_in_one_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as refused:
        names.load(str(path))
    assert "\n" not in str(refused.value)


def test_a_list_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        names.load("/nowhere/names.txt")


def test_the_table_of_pairs_knows_what_it_has_counted() -> None:
    dealt = names.Deal(("ab",) * 1000, ("ab", "ab"), names.ALPHABET, 0)
    assert dealt.pairs_loss() < 0.01
    assert names.deal(CENSUS, 1).pairs_loss() == pytest.approx(2.34, abs=0.02)


def test_tokens_and_letters_turn_into_each_other() -> None:
    assert names.tokens("az") == [0, 1, 26, 0]
    assert names.text([0, 1, 26, 0]) == "az"
