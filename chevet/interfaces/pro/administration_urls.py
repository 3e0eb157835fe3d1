"""Addresses of teams and access, and of one's own account."""

from django.urls import path

from chevet.interfaces.pro.views import account, administration, administration_teams

team, member = "teams/<uuid:team_id>", "members/<uuid:account_id>"

urlpatterns = [
    path("members/invite", administration.member_invite, name="member_invite"),
    path(member, administration.member, name="member"),
    path(f"{member}/close", administration.member_close, name="member_close"),
    path(f"{member}/reopen", administration.member_reopen, name="member_reopen"),
    path(f"{member}/dismiss", administration.member_dismiss, name="member_dismiss"),
    path(f"{member}/sign-out", administration.member_sign_out, name="member_sign_out"),
    path(f"{member}/invite", administration.member_invite_again, name="member_invite_again"),
    path("sign-everybody-out", administration.everybody_sign_out, name="everybody_sign_out"),
    path("teams/new", administration_teams.team_new, name="team_new"),
    path("last-rung", administration_teams.last_rung, name="last_rung"),
    path(team, administration_teams.team_settings, name="team_settings"),
    path(f"{team}/roster", administration_teams.roster, name="roster"),
    path(f"{team}/roster/hours", administration_teams.roster_hours, name="roster_hours"),
    path(f"{team}/roster/date", administration_teams.roster_date, name="roster_date"),
    path(f"{team}/roster/forget", administration_teams.roster_forget, name="roster_forget"),
    path(f"{team}/roster/turn", administration_teams.roster_turn, name="roster_turn"),
    path(f"{team}/roster/turns/<uuid:turn_id>/remove", administration_teams.roster_turn_remove, name="roster_turn_remove"),
    path(f"{team}/delegation", administration_teams.delegation, name="delegation"),
    path(f"{team}/delegation/end", administration_teams.delegation_end, name="delegation_end"),
    path("account", account.account, name="account"),
    path("account/alerts", account.account_alerts, name="account_alerts"),
    path("account/sessions/end", account.account_session_end, name="account_session_end"),
    path("account/sessions/others", account.account_sign_out_others, name="account_sign_out_others"),
    path("account/email", account.account_email, name="account_email"),
    path("account/email/<str:key>", account.account_email_confirm, name="account_email_confirm"),
]  # fmt: skip
