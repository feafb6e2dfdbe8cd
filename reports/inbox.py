"""What somebody does with the messages in the own inbox."""

from django.utils import timezone

from reports.models import Message


def open_message(message: Message) -> None:
    """Reading again keeps the moment of the first reading."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_all_read(user) -> int:
    return user.inbox.unread().update(read_at=timezone.now())
