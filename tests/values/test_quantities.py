import pytest

from summarizer.values.quantities import read_quantity


@pytest.mark.parametrize(
    ("surface", "value", "unit", "currency"),
    [
        ("10 billion Saudi riyals", 10e9, None, "SAR"),
        ("$2.7 billion USD", 2.7e9, None, "USD"),
        ("£2.1bn", 2.1e9, None, "GBP"),
        ("USD 5m", 5e6, None, "USD"),
        ("12.5 percent", 12.5, "percent", None),
        ("seven lighthouse keepers", 7, "lighthouse keeper", None),
        ("70kg", 70, "kilogram", None),
    ],
)
def test_a_surface_is_read_with_its_unit(surface, value, unit, currency):
    quantity = read_quantity(surface)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.currency) == (value, unit, currency)
    assert (quantity.start, quantity.end) == (0, len(surface))
