"""Every sentence that the reader may say about a document. The page shows them translated."""


def gettext_noop(text: str) -> str:
    """Mark a sentence for makemessages; the reader itself knows no Django."""
    return text


MESSAGES = {
    # count proof and outline
    "tasks_counted": gettext_noop("%(count)s tasks numbered %(first)s to %(last)s, none missing."),
    "tasks_counted_parts": gettext_noop("%(count)s tasks in %(parts)s parts, none missing."),
    "numbers_missing": gettext_noop("The numbering jumps from %(before)s to %(after)s."),
    "numbers_begin_late": gettext_noop("The numbering begins with %(number)s."),
    "number_twice": gettext_noop("The number %(number)s occurs twice."),
    "no_tasks": gettext_noop("No numbered tasks were found."),
    "task_split": gettext_noop("Task %(number)s holds %(count)s responsibility clauses and was split."),
    "items_skipped": gettext_noop(
        "%(count)s numbered items outside the running numbering were not read as tasks."
    ),
    # clauses
    "clause_unclosed": gettext_noop("The responsibility clause of task %(number)s has no closing bracket."),
    "task_without_units": gettext_noop("Task %(number)s names no responsible unit, the others do."),
    "clause_outside": gettext_noop("Units are named outside the tasks: “%(words)s”."),
    "unit_unlike": gettext_noop("“%(name)s” does not look like the name of a unit."),
    # text
    "spam": gettext_noop("Text was overwritten with “%(printed)s”; read as “%(read)s”."),
    "spam_out": gettext_noop("The words “%(printed)s” of another site were taken out of the text."),
    "page_marks": gettext_noop("%(count)s page marks were taken out of the running text."),
    "strewn": gettext_noop("%(count)s meaningless signs were taken out of the running text."),
    "ocr_number": gettext_noop("OCR: %(printed)s read as %(value)s"),
    "traditional": gettext_noop("The document is in traditional characters; names are given in simplified."),
    "ends_in_mid_sentence": gettext_noop("The document stops in mid-sentence."),
    # contact data
    "contact_person": gettext_noop("The name of a contact person was found and masked."),
    "contact_phone": gettext_noop("A telephone number was found and masked."),
    "contact_mail": gettext_noop("A mail address was found and masked."),
    # head
    "no_title": gettext_noop("No title was found."),
    "no_period": gettext_noop("The document does not say which years it covers."),
    "period_by_text": gettext_noop("Neither title nor date says the year; %(year)s was read from the text."),
    "no_region": gettext_noop("The text does not name the region that it governs."),
    "region_by_places": gettext_noop("The text never names its region; %(region)s was read from its places."),
    "number_repaired": gettext_noop("The document number is printed as %(printed)s; read as %(read)s."),
    # targets
    "due_assumed": gettext_noop("No due date is printed; the end of the document's period is assumed."),
    "borderline": gettext_noop("This may describe or limit rather than commit: please check."),
    "object_above": gettext_noop("What is counted was read from the words before: please check."),
    "fraction": gettext_noop("The text gives a fraction; %(value)s%% is rounded."),
    "indicator_broken": gettext_noop("What is counted holds signs that no name has: please check."),
    "unit_odd": gettext_noop("“%(unit)s” is not a unit that we know: please check."),
    "ratio": gettext_noop("The text gives a ratio: please check how it is to be measured."),
    # tables
    "table_passed": gettext_noop(
        "The table “%(title)s” (%(rows)s rows) holds neither tasks nor targets and was not read."
    ),
    "table_unparted": gettext_noop(
        "The table “%(title)s” lost the signs between its cells; what was read from it is guessed."
    ),
    "table_unread": gettext_noop("The table “%(title)s” could not be read: its cells cannot be told apart."),
    "table_repeats": gettext_noop(
        "The table “%(title)s” repeats the tasks of the text; they are listed once."
    ),
    "table_units": gettext_noop("The units of the tasks were read from the table “%(title)s”."),
    "rows_numbered": gettext_noop("The rows of the table “%(title)s” have no numbers; they were counted."),
    "rows_unread": gettext_noop("%(count)s rows of the table “%(title)s” hold no figure that could be read."),
    "aims_without_units": gettext_noop(
        "The units in the table “%(title)s” were not read: its rows are aims of the document."
    ),
    "prefix_carried": gettext_noop("“%(prefix)s” was taken over from the other rows of the table."),
    "column_guessed": gettext_noop("It is not certain in which column of the table this stands."),
    "direction": gettext_noop("The table does not say whether more or less is wanted: please check."),
    # files
    "not_text": gettext_noop("%(name)s is not a text document."),
    "unknown_type": gettext_noop(
        "Files of the type %(type)s cannot be read; use txt, md, html, docx or pdf."
    ),
    "too_large": gettext_noop("The file is larger than %(limit)s MB."),
    "empty": gettext_noop("The file holds no text."),
    "encrypted": gettext_noop("The file is protected by a password."),
    "scanned_pdf": gettext_noop("The PDF holds pictures of pages and no text; run text recognition first."),
    "zip_bomb": gettext_noop("The file unpacks to more than %(limit)s MB."),
    "damaged": gettext_noop("The file is damaged and cannot be read."),
}
