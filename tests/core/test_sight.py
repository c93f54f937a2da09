"""How large the session looks: checked against the table of evidence 6a and the fits of 6b."""

import pytest

from balancecoach.core.sight import Screen, Size, arcminutes, height_mm, screen_height_mm, seen

#: Evidence 6a: minutes of arc -> height in mm at 1, 2 and 3 metres.
TABLE = {22: (6.4, 12.8, 19.2), 35: (10.2, 20.4, 30.5), 53: (15.4, 30.8, 46.3), 100: (29.1, 58.2, 87.3)}


@pytest.mark.parametrize("angle", TABLE)
def test_the_table_of_the_evidence(angle: int) -> None:
    for metres, high in enumerate(TABLE[angle], start=1):
        assert height_mm(angle, metres) == pytest.approx(high, abs=0.05)
        assert arcminutes(high, metres) == pytest.approx(angle, rel=0.005)


def test_a_screen_is_as_high_as_its_shape_says() -> None:
    assert screen_height_mm(Screen(15.6, 1366, 768, 3.0)) == pytest.approx(194, abs=1)
    assert screen_height_mm(Screen(24, 1920, 1080, 3.0)) == pytest.approx(299, abs=1)


def test_a_desk_screen_at_three_metres_is_large_enough_for_weak_eyes() -> None:
    found = seen(Screen(24, 1920, 1080, 3.0))
    assert found.digits_mm == pytest.approx(125.5, abs=0.5)
    assert found.size is Size.GOOD
    assert found.digits_arcmin > 100


def test_a_laptop_at_three_metres_is_fair() -> None:
    found = seen(Screen(13.3, 1366, 768, 3.0))
    assert found.size is Size.FAIR
    assert 53 <= found.digits_arcmin < 100


def test_a_tablet_at_three_metres_is_too_small_and_says_what_would_do() -> None:
    found = seen(Screen(8, 1920, 1080, 3.5))
    assert found.size is Size.TOO_SMALL
    assert found.digits_arcmin < 53
    assert seen(Screen(8, 1920, 1080, found.farthest_m)).digits_arcmin == pytest.approx(53)
    assert seen(Screen(found.least_inches, 1920, 1080, 3.5)).digits_arcmin == pytest.approx(53)


def test_no_distance() -> None:
    with pytest.raises(ValueError, match="distance"):
        arcminutes(100, 0)
