"""A run that is killed: not a failure that code may catch and note, but an end between two lines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection, transaction


class Killed(BaseException):
    """Like SystemExit: no `except Exception` sees it."""


@contextmanager
def killed_before(statement: int):
    """Raises Killed where the statement of this number (from 0) would go to the database."""
    sent = count()

    def end(execute, *args):
        if next(sent) == statement:
            raise Killed
        return execute(*args)

    with connection.execute_wrapper(end):
        yield


def every_statement(run: Callable) -> Iterator[int]:
    """Runs it killed before its first statement, its second and so on, and yields after each death.

    Whatever was done, and whatever the caller does then, is undone before the next.
    """
    for statement in count():
        with transaction.atomic():
            try:
                with killed_before(statement):
                    run()
            except Killed:
                yield statement
                transaction.set_rollback(True)
            else:
                assert statement, "it sends no statement at all"
                return
