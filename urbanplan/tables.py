import django_tables2 as tables


class LedgerTable(tables.Table):
    """What every table of the ledger has in common; a table's own Meta inherits from this one."""

    page_sizes = (25, 50, 100)

    class Meta:
        per_page = 50

    def paginate(self, *args, per_page=None, **kwargs):
        """A page size that is not offered (?per_page=-1, or all rows at once) is ignored."""
        size = per_page if per_page in self.page_sizes else None
        return super().paginate(*args, per_page=size, **kwargs)
