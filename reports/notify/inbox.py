from reports.models import Message
from reports.notify.digest import Digest


def put(digest: Digest, people, reminder) -> None:
    """One message for each person; the reminder makes it theirs once."""
    messages = [
        Message(
            user=person,
            reminder=reminder,
            subject=digest.subject[:200],
            body="\n".join(line.text for line in digest.lines),
            link=digest.path,
        )
        for person in people
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
