"""Addresses of people and agencies."""

from django.urls import path

from agencies.views import account, agencies, inbox, people, sessions, tokens

app_name = "agencies"
urlpatterns = [
    path("agencies/", agencies.agency_list, name="agency-list"),
    path("agencies/<int:pk>/", agencies.agency_edit, name="agency-edit"),
    path("agencies/add/<str:code>/", agencies.agency_add, name="agency-add"),
    path("agencies/groups/", agencies.group_list, name="group-list"),
    path("agencies/groups/<int:pk>/", agencies.group_edit, name="group-edit"),
    path("agencies/groups/add/<str:code>/", agencies.group_add, name="group-add"),
    path("provinces/", agencies.province_list, name="province-list"),
    path("people/", people.people_list, name="people-list"),
    path("people/add/", people.person_invite, name="person-invite"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/disable/", people.person_disable, name="person-disable"),
    path("people/<int:pk>/enable/", people.person_enable, name="person-enable"),
    path("people/<int:pk>/link/", people.person_link, name="person-link"),
    path("people/<int:pk>/clear-factor/", people.person_clear_factor, name="person-clear-factor"),
    path("people/<int:pk>/roles/add/", people.role_add, name="role-add"),
    path("people/<int:pk>/roles/<int:role_pk>/remove/", people.role_remove, name="role-remove"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox-read"),
    path("inbox/settings/", inbox.notice_settings, name="notice-settings"),
    path("inbox/<int:pk>/open/", inbox.notice_open, name="notice-open"),
    path("account/", account.account, name="account"),
    path("account/tokens/", tokens.token_list, name="token-list"),
    path("account/tokens/add/", tokens.token_new, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("account/switch/", account.switch, name="switch"),
    path("account/sessions/", sessions.session_list, name="session-list"),
    path("account/sessions/<int:pk>/end/", sessions.session_end, name="session-end"),
    path("account/sessions/end-others/", sessions.session_end_others, name="session-end-others"),
    path("invitation/done/", account.invitation_done, name="invitation-done"),
    path("invitation/<str:uid>/<str:token>/", account.invitation, name="invitation"),
]
