class Refusal(Exception):
    """A domain function says no; its text is a sentence for the user."""
