"""The town's shops: what their file says, before anything of it is in a database."""

from newsstand.advertisers.models import Category, Pricing
from newsstand.algorithms.ad_review import LONGEST_HEADLINE, LONGEST_TEXT
from newsstand.demo.pictures import SCENES
from newsstand.demo.shop_window import shops


def test_the_shops_say_what_can_be_shown() -> None:
    campaigns = [campaign for shop in shops() for campaign in shop.campaigns]
    ads = [ad for campaign in campaigns for ad in campaign.ads]
    assert {one.pricing for one in campaigns} == {Pricing.CPC, Pricing.CPM}
    assert all(one.bid > 0 and one.total > one.bid for one in campaigns)
    assert all(shop.money >= sum(one.total for one in shop.campaigns) for shop in shops())
    assert {ad.category for ad in ads} <= set(Category.values)
    assert {ad.picture for ad in ads if ad.picture} <= set(SCENES)
    assert all(ad.alt for ad in ads if ad.picture)
    assert all(len(ad.headline) <= LONGEST_HEADLINE and len(ad.text) <= LONGEST_TEXT for ad in ads)
    assert len({shop.slug for shop in shops()}) == len(shops())
