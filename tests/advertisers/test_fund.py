"""Money comes to the wallet and goes back; purse and ledger say the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from newsstand.advertisers.accounts import WALLET, wallet_owner
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import fund, unfund
from newsstand.advertisers.models import Purse
from newsstand.ledger.accounts import balance
from newsstand.ledger.errors import KeyTakenError
from tests.advertisers.town import NOON, advertiser
from tests.advertisers.vault import hold_together


@pytest.mark.django_db
def test_a_top_up_comes_once_a_key_however_often_it_is_told() -> None:
    one = advertiser()
    for _ in range(10):
        fund(advertiser=one, micros=5_000_000, key="top-up:1", memo="Invoice 1", now=NOON)
    fund(advertiser=one, micros=1, key="top-up:2", memo="Invoice 2", now=NOON)
    assert balance(kind=WALLET, owner=wallet_owner(one.pk)) == 5_000_001
    assert Purse.objects.get(advertiser=one).funded == 5_000_001
    with pytest.raises(KeyTakenError):
        fund(advertiser=one, micros=6, key="top-up:2", memo="Invoice 2", now=NOON)
    hold_together()


@pytest.mark.django_db
def test_no_more_goes_out_than_is_free() -> None:
    one = advertiser()
    fund(advertiser=one, micros=100, key="in", memo="in", now=NOON)
    Purse.objects.filter(advertiser=one).update(leased=30)
    with pytest.raises(RefusedError, match="held for ads that are on pages now") as refused:
        unfund(advertiser=one, micros=71, key="out", memo="out", now=NOON)
    assert refused.value.most == 70
    unfund(advertiser=one, micros=70, key="out", memo="out", now=NOON)
    unfund(advertiser=one, micros=70, key="out", memo="out", now=NOON)
    assert balance(kind=WALLET, owner=wallet_owner(one.pk)) == 30
    Purse.objects.filter(advertiser=one).update(leased=0)
    hold_together()


@pytest.mark.django_db
@pytest.mark.parametrize("micros", [0, -5])
def test_nothing_and_less_is_no_amount(micros: int) -> None:
    for verb in (fund, unfund):
        with pytest.raises(RefusedError, match="more than nothing"):
            verb(advertiser=advertiser(), micros=micros, key="odd", memo="odd", now=NOON)


@pytest.mark.django_db(transaction=True)
def test_one_top_up_told_by_sixteen_at_once_is_one() -> None:
    one = advertiser()

    def tell(_: int) -> int:
        try:
            return fund(advertiser=one, micros=700, key="top-up:1", memo="Invoice 1", now=NOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(tell, range(16)))) == 1
    assert Purse.objects.get(advertiser=one).funded == 700
    hold_together()
