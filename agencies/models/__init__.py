"""Who there is: provinces, agencies, people and their roles."""

from agencies.models.account_event import AccountEvent
from agencies.models.message import Notice, NoticeKind, NoticeSetting, OutboxMail
from agencies.models.organisation import Agency, AgencyGroup, AgencyKind, Province
from agencies.models.person import Membership, User
from agencies.models.session import SessionSeen
from agencies.models.token import ApiToken, Scope

__all__ = [
    "AccountEvent",
    "Agency",
    "AgencyGroup",
    "AgencyKind",
    "ApiToken",
    "Membership",
    "Notice",
    "NoticeKind",
    "NoticeSetting",
    "OutboxMail",
    "Province",
    "Scope",
    "SessionSeen",
    "User",
]
