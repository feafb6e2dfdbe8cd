import pytest
from django.utils import translation


@pytest.fixture
def english(settings):
    """Words are compared as they stand in the code, whatever the Chinese catalogue says."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
