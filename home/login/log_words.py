"""What the site's log says of second steps taken away. Pure."""

from django.utils.translation import gettext_lazy as _

# Action -> (label, words). Written by home.login.actions.resets.
RESETS_LOGGED = {
    "home.ask_second_step_reset": (
        _("Ask to take a second step away"),
        _("Asked to take the second step of this account away"),
    ),
    "home.reset_second_step": (
        _("Take a second step away"),
        _("Took the second step of this account away, as somebody else had asked"),
    ),
    "home.refuse_second_step_reset": (
        _("Refuse to take a second step away"),
        _("Refused to take the second step of this account away"),
    ),
}
