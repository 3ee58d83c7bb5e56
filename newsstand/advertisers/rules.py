"""An advertiser's people make automated rules, switch them and delete them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.may import must_be
from newsstand.advertisers.models import Campaign, Pricing, Role, Rule
from newsstand.advertisers.note import note_change
from newsstand.algorithms.ad_rules import Terms, in_words, wrong

MOST = 20


def terms_of(rule: Rule) -> Terms:
    """What a rule says, as the algorithm reads it."""
    return Terms(
        metric=rule.metric,
        over=rule.over,
        limit=rule.limit,
        days=rule.days,
        least=rule.least,
        deed=rule.deed,
        change=rule.change,
        lowest=rule.lowest,
        highest=rule.highest,
        rest=timedelta(hours=rule.rest_hours),
    )


def words(rule: Rule) -> str:
    """A rule as a sentence."""
    return in_words(terms_of(rule), settings.NEWSSTAND_CURRENCY)


@transaction.atomic
def make_rule(*, campaign: Campaign, terms: Terms, by: User, now: datetime) -> Rule:
    """Keep a rule of a campaign; it is on at once.

    Raises RefusedError for who may not, for a rule that makes no sense, for a campaign that has ended, for a daily
    budget that there is none of, and for the 21st rule.
    1. Load the campaign, locked, and how many rules it has.
    2. Decide whether the rule makes sense.
    3. Save it, and the change.
    """
    must_be(by, campaign.advertiser, Role.MANAGER, now)
    found = Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    if found.ended_at is not None:
        raise RefusedError("This campaign has ended: a rule would do nothing.")
    if found.rules.count() >= MOST:
        raise RefusedError(f"A campaign has {MOST} rules at most. Delete one that you do not need.")
    if terms.metric not in Rule.Metric.values or terms.deed not in Rule.Deed.values:
        raise RefusedError("Choose what the rule looks at, and what it does.")
    if said := wrong(terms):
        raise RefusedError(said)
    if terms.deed == Rule.Deed.DAILY and found.daily is None:
        raise RefusedError("This campaign has no daily budget that a rule could change. Give it one first.")
    if terms.deed == Rule.Deed.BID and found.pricing == Pricing.HOUSE:
        raise RefusedError("A house campaign has no bid.")
    made = Rule.objects.create(
        campaign=found,
        metric=terms.metric,
        over=terms.over,
        limit=terms.limit,
        days=terms.days,
        least=terms.least,
        deed=terms.deed,
        change=terms.change,
        lowest=terms.lowest,
        highest=terms.highest,
        rest_hours=round(terms.rest / timedelta(hours=1)),
        made_at=now,
    )
    note_change(advertiser=campaign.advertiser, campaign=found, by=by, said=f"Made a rule: {words(made)}", now=now)
    return made


@transaction.atomic
def switch_rule(*, rule: Rule, is_on: bool, by: User, now: datetime) -> Rule:
    """Switch a rule on or off. Twice is as good as once. Raises RefusedError for who may not.

    1. Load the rule, locked. 2. Decide whether it changes. 3. Save it, and the change.
    """
    campaign = rule.campaign
    must_be(by, campaign.advertiser, Role.MANAGER, now)
    found = Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if found.is_on != is_on:
        found.is_on = is_on
        found.save(update_fields=["is_on"])
        said = f"Switched a rule {'on' if is_on else 'off'}: {words(found)}"
        note_change(advertiser=campaign.advertiser, campaign=campaign, by=by, said=said, now=now)
    return found


@transaction.atomic
def delete_rule(*, rule: Rule, by: User, now: datetime) -> None:
    """Delete a rule and its log; what it changed stays among the changes. Twice does no harm.

    Raises RefusedError for who may not. 1. Load the rule. 2. Decide who may. 3. Delete it, and keep the change.
    """
    campaign, said = rule.campaign, f"Deleted a rule: {words(rule)}"
    must_be(by, campaign.advertiser, Role.MANAGER, now)
    if Rule.objects.filter(pk=rule.pk).delete()[0]:
        note_change(advertiser=campaign.advertiser, campaign=campaign, by=by, said=said, now=now)
