"""Who may what. Predicates are registered under a name by each app; pages, exports and jobs ask here.

`rules.test_rule` is asked rather than `user.has_perm`, which lets a superuser do everything: an
administrator looks after users and regions and never changes business data.
"""

import rules
from django.core.exceptions import PermissionDenied


def may(user, rule: str, thing=None) -> bool:
    """Whether the signed-in user may do what the rule names to the thing."""
    return bool(user.is_authenticated and user.is_active and rules.test_rule(rule, user, thing))


def require(user, rule: str, thing=None) -> None:
    """Raises PermissionDenied (a 403 page) where `may` says no."""
    if not may(user, rule, thing):
        raise PermissionDenied
