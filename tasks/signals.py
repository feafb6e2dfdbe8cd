from django.dispatch import Signal

# Sent in the transaction that publishes, with the keyword `document`.
document_published = Signal()

# Sent in the transaction that stores it, with the keyword `instruction`.
instruction_given = Signal()

# Sent in the transaction that puts it in force, with the keyword `amendment`.
document_amended = Signal()
