import pytest
from babel import Locale

from summarizer.values.currencies import CODES, NAMES, SYMBOLS, currency_after, currency_before


@pytest.fixture(scope="module")
def locale():
    return Locale.parse("en")


def test_every_code_is_one_that_babel_knows(locale):
    assert CODES | set(SYMBOLS.values()) | set(NAMES.values()) <= set(locale.currencies)


def test_names_agree_with_babels_where_babel_has_them(locale):
    known = {name.lower(): code for code, name in locale.currencies.items()}
    shared = [name for name in NAMES if name in known]
    assert len(shared) > 60
    assert {name: NAMES[name] for name in shared} == {name: known[name] for name in shared}


def test_symbols_agree_with_babels(locale):
    for code, symbol in locale.currency_symbols.items():
        assert SYMBOLS.get(symbol, code) == code


def test_a_code_in_capitals_is_none_before_a_small_number():
    assert currency_before("TOP 10", 4, 10) is None
    assert currency_before("PEN 9,000", 4, 9000) == (0, "PEN")


def test_the_euro_zone_is_no_money():
    assert currency_after("20 euro zone members", 2, 20, 20) is None
    assert currency_after("20 euros", 2, 8, 20) == (8, "EUR")
