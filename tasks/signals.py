from django.dispatch import Signal

# Sent in the transaction that publishes, with the keyword `document`.
document_published = Signal()

# Sent in the transaction that stores it, with the keyword `instruction`.
instruction_given = Signal()
