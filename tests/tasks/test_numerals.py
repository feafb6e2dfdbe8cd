"""What somebody types is either the one number it can mean, or refused in plain words."""

from decimal import Decimal

import pytest
from django.utils import translation

from tasks.numerals import read_figure
from urbanplan.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("4500", "套", "4500"),
        ("4,500", "套", "4500"),
        ("４５００", "套", "4500"),
        ("４，５００．２５", "万元", "4500.25"),
        (" 4 500 ", "套", "4500"),
        ("4.5万", "套", "45000"),
        ("4.5万套", "套", "45000"),
        ("1.2亿元", "元", "120000000"),
        ("4。5", "%", "4.5"),
        ("97%", "%", "97"),
        ("97％", "%", "97"),
        ("2个百分点", "百分点", "2"),
        ("4500套", "套(间)", "4500"),
        ("500万元", "万元", "500"),
        ("500千伏安", "千伏安", "500"),
        ("-0.5", "%", "-0.5"),
        ("−0.5", "%", "-0.5"),
        ("0", "家", "0"),
        ("0.000001", "%", "0.000001"),
        ("999999999999999999", "元", "999999999999999999"),
    ],
)
def test_a_figure_is_read_exactly(typed, unit, meant):
    assert read_figure(typed, unit) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "4500a",
        "约4500",
        "4500多",
        "4,50",
        "4,5000",
        "1e5",
        "NaN",
        "Infinity",
        "--3",
        "4.5.6",
        "",
        "九千",
        "9" * 61,
    ],
)
def test_what_is_no_figure_is_refused(typed):
    with translation.override("en"), pytest.raises(Refusal, match=r"is not a figure|The unit of this figure"):
        read_figure(typed, "套")


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        ("4500户", "套", "The unit of this figure is 套, not “户”."),
        ("5%", "套", "The unit of this figure is 套, not “%”."),
        ("500万", "万元", "The unit is 万元 already: write 500 without “万” if that is meant."),
        ("1000000000000000000", "元", "This figure is too large."),
        ("0.0000001", "%", "A figure has at most 6 decimal places."),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, unit, sentence):
    with translation.override("en"), pytest.raises(Refusal) as refused:
        read_figure(typed, unit)

    assert str(refused.value) == sentence
