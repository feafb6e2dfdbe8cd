from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from reports.notify.digest import Digest


def send(digest: Digest, people, reminder) -> None:
    """One mail to all people that have an address.

    Its Message-ID follows from the reminder, so that a mail server can tell a repetition.
    """
    context = {"digest": digest, "site": settings.SITE_URL, "url": settings.SITE_URL + digest.path}
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string("reports/mail/digest_subject.txt", context).split()),
        body=render_to_string("reports/mail/digest.txt", context),
        to=sorted(person.email for person in people),
        headers={"Message-ID": f"<reminder-{reminder.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
    )
    mail.attach_alternative(render_to_string("reports/mail/digest.html", context), "text/html")
    mail.send()
