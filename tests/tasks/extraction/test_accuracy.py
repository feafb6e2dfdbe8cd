"""The figures of docs/accuracy.md may rise, not fall."""

import pytest

from tasks.extraction.scoring import Score
from tasks.ledgers import FIXTURES
from tasks.management.commands.score_extraction import KINDS, READINGS, samples_folder, scores

OWN = sorted(path.parent.name for path in FIXTURES.glob("*/reading.json"))
OTHERS = sorted(path.stem for path in READINGS.glob("*.json"))
FLOORS_OWN = dict.fromkeys(KINDS, 1.0)
FLOORS_OTHERS = {"tasks": 1.0, "titles": 1.0, "units": 1.0, "roles": 1.0, "targets": 1.0}


@pytest.fixture(scope="module")
def results():
    return scores()


@pytest.mark.parametrize("name", OWN)
def test_our_five_documents_read_as_a_careful_person_reads_them(results, name):
    assert fallen(results[name], FLOORS_OWN) == {}


@pytest.mark.skipif(
    not samples_folder().is_dir(), reason="The folder with the texts of the samples is not here."
)
@pytest.mark.parametrize("name", OTHERS)
def test_documents_of_other_places_are_read_almost_as_well(results, name):
    assert fallen(results[name], FLOORS_OTHERS) == {}


def test_of_what_is_not_doubted_99_in_100_are_right(results):
    """Of the documents at hand together: a task, a unit in its role, a figure."""
    sure = sum((by_kind["sure"] for by_kind in results.values()), Score())

    assert sure.precision >= 0.99


def test_there_is_something_to_measure():
    assert (len(OWN), len(OTHERS)) == (5, 7)


def fallen(by_kind, floors) -> dict:
    return {kind: by_kind[kind].f1 for kind, floor in floors.items() if by_kind[kind].f1 < floor}
