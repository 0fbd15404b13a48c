from datetime import date

import pytest

from summarizer.values.dates import dates_agree, find_dates, read_date

PUBLISHED = date(2022, 9, 14)  # a Wednesday


def values(text, published=PUBLISHED):
    return [d.value for d in find_dates(text, published)]


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("5 June 2018", "2018-06-05"),
        ("the 5th of June, 2018", "2018-06-05"),
        ("Tuesday, June 5, 2018", "2018-06-05"),
        ("June fifth 2018", "2018-06-05"),
        ("2018-06-05T08:00:00Z", "2018-06-05"),
        ("25/12/2018", "2018-12-25"),
        ("12/25/2018", "2018-12-25"),
        ("5.6.2018", "2018-06-05"),
        ("5/6/2018", None),
        ("June 31, 2018", None),
        ("mid-June 2018", "2018-06"),
        ("early 2018", "2018"),
        ("2018-W23", "2018-W23"),
        ("the week of June 4, 2018", "2018-W23"),
        ("June 5-8, 2018", "2018-06-05/2018-06-08"),
        ("28 June to 2 July 2018", "2018-06-28/2018-07-02"),
        ("Q3 2018", "2018-07/2018-09"),
        ("the first quarter of 2018", "2018-01/2018-03"),
        ("the 1970s", "1970/1979"),
        ("the 18th century", "1701/1800"),
        ("2014-18", "2014/2018"),
    ],
)
def test_absolute_dates_need_no_day_of_writing(surface, value):
    assert read_date(surface) == value
    assert read_date(surface, PUBLISHED) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Monday.", "2022-09-12"),
        ("They met on Wednesday.", "2022-09-14"),
        ("They will meet on Monday.", "2022-09-19"),
        ("On Monday the court will rule.", "2022-09-19"),
        ("She said Monday it would close.", "2022-09-12"),
        ("last Friday", "2022-09-09"),
        ("next Friday", "2022-09-16"),
        ("yesterday", "2022-09-13"),
        ("tonight", "2022-09-14"),
        ("last week", "2022-W36"),
        ("later this month", "2022-09"),
        ("next year", "2023"),
        ("last quarter", "2022-04/2022-06"),
        ("over the weekend", "2022-09-10/2022-09-11"),
        ("four days ago", "2022-09-10"),
        ("two months ago", "2022-07"),
        ("a decade ago", None),
        ("It will be repaid in three years.", "2025"),
        ("It was signed on January 3.", "2022-01-03"),
        ("It was signed on Dec. 20.", "2021-12-20"),
        ("It takes effect Dec. 20.", "2022-12-20"),
        ("In May the river froze.", "2022-05"),
        ("They were hired in November.", "2021-11"),
        ("It is due to end in November.", "2022-11"),
        ("October of last year", "2021-10"),
        ("by the end of the year", "2022"),
        ("GENEVA, Sept. 13 (Agency) -", "2022-09-13"),
        ("Saturday, March 12", "2022-03-12"),
    ],
)
def test_relative_dates_are_resolved_against_the_day_of_writing(text, value):
    assert values(text) == [value]
    assert values(text, None) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "May said they may march.",
        "He sat for a second.",
        "April Jones won.",
        "about 1900 people",
        "a $2000 prize",
        "2100 km away",
        "She read USA Today.",
        "The first time in five years.",
        "We left.",
    ],
)
def test_words_and_numbers_that_are_no_dates(text):
    assert values(text) == []


def test_an_indefinite_weekday_is_no_day():
    assert values("It happened on a Thursday.") == [None]
    assert values("He spoke in a Thursday interview.") == ["2022-09-08"]


def test_a_span_is_read_with_what_stands_around_it():
    text = "Ministers will gather on Monday."
    start = text.index("Monday")
    assert [d.value for d in find_dates(text, PUBLISHED, start, start + 6)] == ["2022-09-19"]


def test_spans_are_offsets_into_the_text():
    text = "Between 3 and 5 May 2021, and again last\nTuesday."
    assert [text[d.start : d.end] for d in find_dates(text, PUBLISHED)] == [
        "3 and 5 May 2021",
        "last\nTuesday",
    ]


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("17 de abril de 2016", "2016-04-17"),
        ("abril de 2016", "2016-04"),
        ("12. März 2016", "2016-03-12"),
        ("2016年4月17日", "2016-04-17"),
    ],
)
def test_another_languages_dates_are_read_to_their_own_resolution(surface, value):
    assert read_date(surface) == value


def test_english_around_a_date_is_left_alone():
    assert read_date("the summit of 2016") == "2016"
    assert read_date("the afternoon of 12 March 2016") == "2016-03-12"


def test_what_another_language_leaves_open_is_not_guessed():
    assert read_date("17 de abril") is None


def test_agreement_is_offered_beside_reading():
    assert dates_agree("2022-09", "2022-09-14")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it reopened on 3 march 2020 after works", "2020-03-03"),
        ("they met in february", "2022-02"),
        ("it was signed on january 3", "2022-01-03"),
        ("they met on monday", "2022-09-12"),
        ("on 4 may they left", "2022-05-04"),
    ],
)
def test_names_of_months_and_weekdays_are_read_without_their_capital(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    ["they march in august robes", "we may 5 times", "the birds sat 5 days", "it will mar 3 of them"],
)
def test_words_that_are_spelled_like_months_are_no_dates(text):
    assert values(text) == []
