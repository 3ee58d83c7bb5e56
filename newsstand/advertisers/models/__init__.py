"""Advertisers, their campaigns and ads, the budgets that hold, and every slot that was filled."""

from newsstand.advertisers.models.ads import Ad, AdStep, Category
from newsstand.advertisers.models.budgets import Budget, BudgetDay, Lease, Purse
from newsstand.advertisers.models.campaigns import Campaign, Pricing, Target
from newsstand.advertisers.models.changes import Change
from newsstand.advertisers.models.counter import CounterDeed, OutsideWin
from newsstand.advertisers.models.decisions import AdDay, Context, ContextHour, Decision, Pace, Rates
from newsstand.advertisers.models.frequencies import Frequency
from newsstand.advertisers.models.invitations import Invitation
from newsstand.advertisers.models.landing import LandingCheck
from newsstand.advertisers.models.payments import PaymentEvent, Refund, TopUp
from newsstand.advertisers.models.people import Advertiser, Kind, Membership, Role, may_be
from newsstand.advertisers.models.rules import Conversion, Rule, RuleRun

__all__ = [
    "Ad",
    "AdDay",
    "AdStep",
    "Advertiser",
    "Budget",
    "BudgetDay",
    "Campaign",
    "Category",
    "Change",
    "Context",
    "ContextHour",
    "Conversion",
    "CounterDeed",
    "Decision",
    "Frequency",
    "Invitation",
    "Kind",
    "LandingCheck",
    "Lease",
    "Membership",
    "OutsideWin",
    "Pace",
    "PaymentEvent",
    "Pricing",
    "Purse",
    "Rates",
    "Refund",
    "Role",
    "Rule",
    "RuleRun",
    "Target",
    "TopUp",
    "may_be",
]
