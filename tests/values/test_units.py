import pytest

from summarizer.values.nouns import is_plural, singular
from summarizer.values.units import read_rate, read_unit


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("ferries", "ferry"),
        ("churches", "church"),
        ("children", "child"),
        ("women", "woman"),
        ("troops", "troops"),
        ("aircraft", "aircraft"),
        ("persons", "people"),
        ("hostages", "hostage"),
        ("buses", "bus"),
        ("gunmen", "gunman"),
        ("schoolchildren", "schoolchild"),
    ],
)
def test_plurals_have_a_singular(plural, one):
    assert is_plural(plural)
    assert singular(plural) == one


@pytest.mark.parametrize("word", ["specimen", "bus", "crisis", "is", "serious", "PBS", "glass"])
def test_a_final_s_does_not_make_a_plural(word):
    assert not is_plural(word)
    assert singular(word) == word


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("60 km/h", "kilometre per hour"),
        ("60km", "kilometre"),
        ("60 sq km", "square kilometre"),
        ("60mAh", "milliampere hour"),
        ("60 l/100km", "litre per 100 kilometre"),
        ("60 V", "volt"),
        ("60 C", "degree Celsius"),
        ("60 F-16 jets", "F-16 jet"),
        ("60 Norwegian fishing vessels sank", "Norwegian fishing vessel"),
        ("60 U.S. Marines", "U.S. Marine"),
        ("60 very old bridges", "old bridge"),
        ("60 rocket and grenade launchers", "rocket and grenade launcher"),
        ("60 of the company's drivers", "driver"),
        ("60 barely survive", None),
        ("60 in the queue", None),
        ("60 of their horses", "horse"),
    ],
)
def test_what_follows_a_number_is_its_unit(text, unit):
    found = read_unit(text, 2, len(text), digits=True, one=False, part=False)
    assert (found and found[1]) == unit


def test_a_rate_is_what_a_quantity_is_per():
    assert read_rate("60 tonnes a week", 9, 16) == (16, "week")
    assert read_rate("60 tonnes a boat", 9, 16) is None
