"""Rules that are on are looked at, and act: through the verbs by which people act."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from newsstand.advertisers import figures
from newsstand.advertisers.budgets import set_daily
from newsstand.advertisers.campaign import pause, set_bid
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Campaign, Rule, RuleRun
from newsstand.advertisers.note import note_change
from newsstand.advertisers.rules import terms_of
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.ad_rules import MOVES, Action, Evidence, Lever, Terms, act, window
from newsstand.algorithms.amounts import MICROS

AT_ONCE = 200
DID = {
    Rule.Deed.PAUSE: "A rule paused “{name}”",
    Rule.Deed.DAILY: "A rule changed the daily budget of “{name}”",
    Rule.Deed.BID: "A rule changed the bid of “{name}”",
    Rule.Deed.TELL: "A rule about “{name}” came true",
}
# A day's budget of less than this buys nothing anywhere.
LEAST_DAILY = MICROS

log = logging.getLogger(__name__)


def run_rules(*, now: datetime, after: int = 0) -> int:
    """Look at up to 200 rules whose numbers come after `after`, and let those act that should.

    Gives the last one's number, 0 where there are no more. Each is its own transaction: one that cannot act holds up
    no other.
    """
    last = 0
    for rule in due(now).filter(pk__gt=after).order_by("pk")[:AT_ONCE]:
        last = rule.pk
        try:
            run_rule(rule=rule, now=now)
        except RefusedError as refusal:
            log.warning("Rule %s could not act: %s", rule.pk, refusal)
    return last


def due(now: datetime) -> "QuerySet[Rule]":
    """The rules that are on, of campaigns that their dates and people let run."""
    running = Q(campaign__ends_at=None) | Q(campaign__ends_at__gt=now)
    rows = Rule.objects.filter(running, is_on=True, campaign__paused_at=None, campaign__ended_at=None)
    rows = rows.filter(campaign__starts_at__lte=now, campaign__advertiser__suspended_at=None)
    return rows.select_related("campaign__advertiser")


@transaction.atomic
def run_rule(*, rule: Rule, now: datetime) -> RuleRun | None:
    """Let one rule act, if it should; what it did, or None.

    1. Load the rule, locked, so that two workers do not both act; what was counted; what stands now.
    2. Decide (algorithms/ad_rules.py).
    3. Save through the verbs, write it down, tell the people.
    """
    found = due(now).select_for_update(of=("self",), no_key=True).filter(pk=rule.pk).first()
    if found is None:
        return None
    campaign, terms = found.campaign, terms_of(found)
    lever = lever_of(found)
    seen = evidence(campaign, terms, lever, now)
    if seen is None:
        return None
    action = act(terms, seen, lever, now=now, currency=settings.NEWSSTAND_CURRENCY)
    if action is None:
        return None
    do(action, campaign, now)
    Rule.objects.filter(pk=found.pk).update(acted_at=now)
    run = RuleRun.objects.create(rule=found, at=now, figure=action.figure, said=action.said[:300])
    tell_people(
        advertiser=campaign.advertiser,
        key=f"rule:{run.pk}",
        title=DID[Rule.Deed(found.deed)].format(name=campaign.name),
        text=f"{action.said}.",
        address=f"/advertisers/{campaign.advertiser.slug}/campaigns/{campaign.pk}",
        now=now,
    )
    return run


def lever_of(rule: Rule) -> Lever:
    """What the rule may move, and when a rule of this campaign moved it last."""
    campaign = rule.campaign
    alike = Rule.objects.filter(campaign=campaign, deed=rule.deed) if rule.deed in MOVES else [rule]
    acted = [one.acted_at for one in alike if one.acted_at is not None]
    stands = {Rule.Deed.DAILY: campaign.daily, Rule.Deed.BID: campaign.bid}.get(Rule.Deed(rule.deed))
    floor = floor_of(campaign.pricing) if rule.deed == Rule.Deed.BID else LEAST_DAILY
    return Lever(stands, floor, max(acted, default=None))


def evidence(campaign: Campaign, terms: Terms, lever: Lever, now: datetime) -> Evidence | None:
    """What was counted on the days by which the rule judges; None where there are none yet. Two queries."""
    zone = campaign.advertiser.zone
    began = max(campaign.starts_at, campaign.made_at, last_resumed(campaign))
    acted_on = day_of(zone, lever.acted_at) if lever.acted_at else None
    days = window(terms, today=day_of(zone, now), began_on=day_of(zone, began), acted_on=acted_on)
    if days is None:
        return None
    total = figures.by_campaign([campaign.pk], *days).get(campaign.pk, figures.Figures())
    conversions, _ = figures.converted([campaign.pk], *days).get(campaign.pk, (0, 0))
    return Evidence(total.views, total.clicks, total.spent, conversions)


def last_resumed(campaign: Campaign) -> datetime:
    """When its people let it run again last: on the days before, there was nothing to be seen."""
    rows = campaign.changes.filter(said="Resumed").order_by("-pk")
    return rows.values_list("at", flat=True).first() or campaign.made_at - timedelta(days=1)


def do(action: Action, campaign: Campaign, now: datetime) -> None:
    """The deed itself. Raises RefusedError where the wall does not let it."""
    if action.deed == Rule.Deed.PAUSE:
        pause(campaign=campaign, by=None, now=now, why=f"A rule: {action.said}")
    elif action.deed == Rule.Deed.BID and action.value is not None:
        set_bid(campaign=campaign, bid=action.value, by=None, now=now, why="a rule")
    elif action.deed == Rule.Deed.DAILY and action.value is not None:
        set_daily(campaign=campaign, daily=action.value, now=now)
        said = f"A rule: {action.said}"
        note_change(advertiser=campaign.advertiser, campaign=campaign, by=None, said=said, now=now)
