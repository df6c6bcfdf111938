"""The filters of the list of people, as a GET form: unknown ones are ignored, malformed ones explained."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from home.widgets import MarkedSelect
from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import Status

LONGEST_QUERY = 200  # characters
NOT_POSSIBLE = _("“%(value)s” is not possible here, so this filter is left out. Choose one of the list.")
TOO_LONG = _("Search for fewer words: at most %(limit_value)d characters.")
ANY = ("", _("any"))
STATUSES = [(value, label) for value, label in Status.choices if value not in NAME_ONLY_STATUSES]
LETTERS = [("", _("everybody")), ("open", _("people one can write to"))]
BY_NAME, SHUFFLED = "name", "shuffled"
ORDERS = [(BY_NAME, _("by name")), (SHUFFLED, _("anew each day"))]


class FilterChoice(forms.ChoiceField):
    def __init__(self, *, choices=(), **kwargs):
        super().__init__(
            choices=choices,
            required=False,
            widget=MarkedSelect,
            error_messages={"invalid_choice": NOT_POSSIBLE},
            **kwargs,
        )


class PeopleFilter(forms.Form):
    """The list's parameters; partners link to these names. A wrong value leaves the others alone."""

    q = forms.CharField(
        label=_("Name"),
        help_text=_("In any alphabet and spelling."),
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "maxlength": None}),
    )
    letters = FilterChoice(label=_("Letters"), choices=LETTERS)
    status = FilterChoice(label=_("Status"), choices=[ANY, *STATUSES])
    case = FilterChoice(label=_("Case"))
    facility = FilterChoice(label=_("Place of detention"))
    interest = FilterChoice(label=_("Interest"))
    birthday_month = FilterChoice(label=_("Birthday in"))
    campaign = FilterChoice(label=_("Campaign"))
    partner = FilterChoice(label=_("Partner"))
    order = FilterChoice(label=_("Order"), choices=ORDERS)

    use_required_attribute = False

    def __init__(self, data, *, lexicon, campaigns, partners):
        """`campaigns` and `partners` are (slug, name) pairs; `lexicon` gives cases, interests and places."""
        super().__init__(data, prefix=None, auto_id="filter_%s")
        offered = {
            "case": lexicon.case_choices,
            "facility": lexicon.facility_choices,
            "interest": lexicon.interest_choices,
            "birthday_month": MONTHS.items(),
            "campaign": campaigns,
            "partner": partners,
        }
        for name, pairs in offered.items():
            self.fields[name].choices = [ANY, *((str(value), label) for value, label in pairs)]

    @property
    def chosen(self):
        """Return {name: value} of the well-formed filters that were set."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, people, *, campaign):
        """Apply the chosen filters; `campaign` is the source page of the campaign chosen, or None."""
        chosen = self.chosen
        narrowing = {
            "letters": lambda people, _open: people.accepting_letters(),
            "status": lambda people, status: people.of_status(status),
            "case": lambda people, case: people.in_case(int(case)),
            "facility": lambda people, facility: people.held_in(int(facility)),
            "interest": lambda people, interest: people.with_interest(int(interest)),
            "birthday_month": lambda people, month: people.born_in_month(int(month)),
            "campaign": lambda people, _slug: people.addressed_by(campaign) if campaign else people.none(),
            "partner": lambda people, slug: people.of_partner(slug),
        }
        for name in narrowing.keys() & chosen.keys():
            people = narrowing[name](people.showing_facts(), chosen[name])
        return people.found_by(chosen["q"]) if "q" in chosen else people
