import pytest

from summarizer.values.quantities import find_quantities, read_quantity


def read(text):
    quantity = read_quantity(text)
    assert quantity is not None
    return quantity


@pytest.mark.parametrize(
    ("surface", "value", "unit", "currency"),
    [
        ("10 billion Saudi riyals", 10e9, None, "SAR"),
        ("$6.3 billion USD", 6.3e9, None, "USD"),
        ("£4.4bn", 4.4e9, None, "GBP"),
        ("NOK 90m", 90e6, None, "NOK"),
        ("NZ$15", 15, None, "NZD"),
        ("300 Jamaican dollars", 300, None, "JMD"),
        ("17.5 percent", 17.5, "percent", None),
        ("4 percentage points", 4, "percentage point", None),
        ("50 basis points", 50, "basis point", None),
        ("90kg", 90, "kilogram", None),
        ("38 °C", 38, "degree Celsius", None),
        ("2,400 m3/s", 2400, "cubic metre per second", None),
        ("900,000 barrels a day", 900_000, "barrel per day", None),
        ("$12.50 per share", 12.5, "per share", "USD"),
        ("seven lighthouse keepers", 7, "lighthouse keeper", None),
        ("a 12-page letter", 12, "page", None),
        ("a 71-year-old", 71, "year", None),
        ("two BBC editors", 2, "BBC editor", None),
        ("40 US diplomats", 40, "US diplomat", None),
        ("six more wolves", 6, "wolf", None),
        ("eleven wounded", 11, "people", None),
        ("half an hour", 0.5, "hour", None),
        ("minus 14 degrees", -14, "degree", None),
        ("three in 10", 0.3, None, None),
        ("£609 million a year", 609e6, "per year", "GBP"),
        ("£609 million a year earlier", 609e6, None, "GBP"),
        ("$80/barrel", 80, "per barrel", "USD"),
        ("100-plus homes", 100, "home", None),
        ("a quarter point", 0.25, "point", None),
        ("1.4m sq ft", 1.4e6, "square foot", None),
        ("3 million pounds", 3e6, None, "GBP"),
        ("3 million pounds of apples", 3e6, "pound", None),
        ("70 million kroner", 70e6, "krone", None),
        ("a 900-strong choir", 900, "people", None),
        ("3 minutes 4 seconds", 184, "second", None),
        ("2 hours, 6 minutes and 48 seconds", 7608, "second", None),
        ("12 minutes", 12, "minute", None),
        ("6 deaths per 100,000 people", 6, "death per 100,000 people", None),
    ],
)
def test_a_surface_is_read_with_its_unit(surface, value, unit, currency):
    quantity = read(surface)
    assert quantity.value == pytest.approx(value)
    assert (quantity.unit, quantity.currency) == (unit, currency)


@pytest.mark.parametrize(
    ("text", "value"), [("Sales rose to 3.1m, he said.", 3.1e6), ("The wave was 3.1m, he said.", 3.1)]
)
def test_m_is_million_where_something_is_counted_and_metre_elsewhere(text, value):
    assert find_quantities(text)[0].value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The index rose 31 points to 2,210.", "point"),
        ("There were nine thefts this year, compared with 14 in the last.", "theft"),
        ("Four million homes went dark, including 1.1 million in Tarrow.", "home"),
        ("Sales rose 3 percent to 2,210.", None),
    ],
)
def test_a_bare_number_shares_the_unit_of_what_it_is_told_against(text, unit):
    assert find_quantities(text)[-1].unit == unit


@pytest.mark.parametrize(
    ("surface", "value", "unit"), [("a child", 1, "child"), ("no survivors", 0, "survivor")]
)
def test_an_article_counts_in_the_surface_of_a_figure_only(surface, value, unit):
    assert (read(surface).value, read(surface).unit) == (value, unit)
    assert find_quantities(surface) == []


@pytest.mark.parametrize(
    ("surface", "bound", "low", "high"),
    [
        ("310 homes", "exact", 310, 310),
        ("at least 310 homes", "at_least", 310, None),
        ("more than 310 homes", "at_least", 310, None),
        ("310 or more homes", "at_least", 310, None),
        ("300+ homes", "at_least", 300, None),
        ("dozens of homes", "at_least", 12, None),
        ("up to 310 homes", "at_most", None, 310),
        ("fewer than 310 homes", "at_most", None, 310),
        ("as many as 310 homes", "at_most", None, 310),
        ("about 300 homes", "approximate", 250, 350),
        ("some 3.4 million homes", "approximate", 3_350_000, 3_450_000),
        ("almost 40 years", "approximate", 35, 40),
        ("over 40 homes", "at_least", 40, None),
        ("over four years", "exact", 4, 4),
        ("over four years ago", "at_least", 4, None),
        ("6 to 9 percent", "range", 6, 9),
        ("between 20 and 25 boats", "range", 20, 25),
        ("30-40 million", "range", 30e6, 40e6),
        ("$3 to 5 billion", "range", 3e9, 5e9),
        ("8% to 9%", "range", 8, 9),
        ("two or three weeks", "range", 2, 3),
        ("-3 to 2 degrees", "range", -3, 2),
        ("110-140", "range", 110, 140),
        ("aged 4-11", "range", 4, 11),
    ],
)
def test_the_words_around_a_number_bound_it(surface, bound, low, high):
    quantity = read(surface)
    assert quantity.bound == bound
    assert (quantity.low, quantity.high) == (
        low if low is None else pytest.approx(low),
        high if high is None else pytest.approx(high),
    )
    assert (quantity.value is None) == (bound == "range")


def test_the_span_runs_from_the_qualifier_to_the_unit():
    text = "Officials said at least 31 fishing boats sank."
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == "at least 31 fishing boats"


def test_a_change_is_two_quantities_that_share_their_unit():
    before, after = find_quantities("Turnout fell from 61 to 58 percent.")
    assert (before.value, before.unit, after.value, after.unit) == (61, "percent", 58, "percent")


def test_a_share_is_one_number_and_two_counts_are_two():
    assert [q.value for q in find_quantities("One in four pupils and nearly six in 10 parents agreed.")] == [
        0.25,
        0.6,
    ]
    assert [q.value for q in find_quantities("The sniper killed two in three raids.")] == [2, 3]
    assert [q.value for q in find_quantities("It rained on two in 10 days.")] == [2, 10]


def test_a_currency_pair_is_two_quantities():
    assert [(q.value, q.currency) for q in find_quantities("The bank paid $1.9bn, £1.4bn.")] == [
        (1.9e9, "USD"),
        (1.4e9, "GBP"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On 14 March 2019 the dam broke.",
        "It began at 9:45 a.m. and again at 6 p.m. on Friday.",
        "Leeds beat Derby 3-1.",
        "The committee voted 54-46.",
        "one of the oldest bridges",
        "no one was told",
        "Call +44 113 496 0000 for help.",
        "Shares in the FTSE 100 fell.",
        "an Airbus 380 landed",
        "Chapter 11 applies.",
        "the 812 Comet",
        "They live at 14 Harbour Street.",
        "The gates open at 6.",
        "the uPad 14",
        "a 16:9 picture in 1080p",
        "Call 0800 555 0199.",
        "the top 20",
        "his 7th attempt in the 1980s",
        "Ana Ruiz, 34, teaches there.",
        "a 5G network",
        "She is in her 60s.",
        "See https://example.org/2048/77 for more.",
        "at 59°10′25″N",
    ],
)
def test_what_only_looks_like_a_quantity_is_left_out(text):
    assert find_quantities(text) == []


def test_a_year_is_a_year_and_a_count_a_count():
    assert [
        q.value for q in find_quantities("In 2018 about 2000 people left; 1900 soldiers came in 1900.")
    ] == [2000, 1900]


def test_a_passage_is_read_by_its_offsets():
    text = "41 cows, 52 sheep and 63 goats"
    (sheep,) = find_quantities(text, 9, 17)
    assert text[sheep.start : sheep.end] == "52 sheep"


def test_a_line_break_inside_a_sentence_is_a_blank():
    assert (read("$8.1\nbillion").value, read("four\nships").unit) == (8.1e9, "ship")


QUALIFIERS = {
    "at_least": """
        at least|no fewer than|no less than|not less than|more than|upward of|upwards of|in excess of|
        exceeds|exceeded|exceeding|exceed|a minimum of|minimum of|greater than|over|just over|well over|above|
        just above|north of|higher than|longer than|surpass|surpassed|surpasses|surpassing|better than|>|≥""",
    "at_most": """
        at most|at the most|up to|as many as|as much as|as high as|as few as|as little as|no more than|
        not more than|fewer than|less than|under|well under|below|a maximum of|maximum of|lower than|
        shorter than|<|≤|sub-""",
    "approximate": """
        about|around|approximately|approx.|roughly|some|almost|nearly|close to|an estimated|
        estimated|circa|just under|just below|virtually|~|≈|more or less|as it were|perhaps|barely|
        about an""",
}


@pytest.mark.parametrize("bound", QUALIFIERS)
def test_every_qualifier_is_read(bound):
    for qualifier in map(str.strip, QUALIFIERS[bound].split("|")):
        for text in (f"they need {qualifier} 40 boats", f"they need ({qualifier.upper()} 40 boats)"):
            (quantity,) = find_quantities(text)
            assert quantity.bound == bound, text
            assert text[quantity.start : quantity.end].lower() == f"{qualifier} 40 boats"
