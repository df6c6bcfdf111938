"""Which addresses need no login, and which a login that is not complete may open; all others are closed."""

# Below these nobody comes who has not logged in with a second step.
STAFF_PATHS = ("/admin/", "/documents/", "/desk-preview/")
# Names of addresses open to everybody: the way in, and what asks for a token of its own.
OPEN = frozenset(
    {
        "api:preview",  # a partner's own site fetches the draft for its editor
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "staff_invitation",
        "wagtailadmin_javascript_catalog",
        # Icons, which pages without login load, too, and put into the page: what came instead was a login.
        "wagtailadmin_sprite",
    }
)
# To somebody whose account has no second step yet.
ENROLMENT = frozenset(
    {"account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"}
)
# To somebody who has one and has not used it in this session.
AGAIN = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
# What makes, changes or ends accounts and their rights, by the names of addresses: a session that somebody
# else holds must not do it. Asked on the page already, before its form is shown.
PROVEN = frozenset(
    {
        "second_steps:index",
        "second_steps:ask",
        "second_steps:confirm",
        "second_steps:refuse",
        "staff_invitations",
        "staff_invite_again",
        "staff_take_back",
        "staff_person",
        "staff_end_role",
        "staff_leave",
        "account_change_password",
        # Who reads letters, and who writes what all read. The page with the form asks first.
        "letter_desk:desk",
        "letter_desk:add_seat",
        "letter_desk:edit_seat",
        "letter_desk:end_seat",
        "translation_desk:roles",
        "translation_desk:end_role",
        "wagtailusers_users:edit",
        "wagtailusers_users:delete",
        "wagtailusers_groups:add",
        "wagtailusers_groups:edit",
        "wagtailusers_groups:delete",
    }
)
# A staff host asks for login on public pages, too; these are asked by machines, which have no account.
OPEN_TO_MACHINES = frozenset({"/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt"})
# A login this young needs no second password for the enrolment that follows it.
YOUNG_LOGIN_SECONDS = 600
