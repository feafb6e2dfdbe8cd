import pytest
from django.utils import translation


@pytest.fixture
def english(client, settings):
    """Sentences are compared as the code has them; what the catalogue makes of them has tests of its own."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield
