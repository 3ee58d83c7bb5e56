"""What the databases themselves hold the books to, as triggers; the migrations put them there.

A migration that changes a table of the ledger on SQLite makes it anew, without its triggers: put them back with
`SQLITE` afterwards. Messages begin with "ledger:"; post.py reads them.
"""

MOST = 10**15  # micros in one entry: a thousand million of any currency; far from where whole numbers end

# ruff: noqa: S608 (the only value that is put in is ours)
# On SQLite an INSERT OR REPLACE would take a row away without asking its triggers: so each looks before it is inserted.
# One statement posts a transaction; nothing has to wait for the end of the transaction around it to be looked at.
SQLITE = [
    """CREATE TRIGGER ledger_key_once BEFORE INSERT ON ledger_transaction
    WHEN EXISTS (SELECT 1 FROM ledger_transaction WHERE key = NEW.key OR id = NEW.id) BEGIN
        SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM ledger_transaction WHERE key = NEW.key);
        SELECT RAISE(ABORT, 'ledger: a transaction is never changed');
    END""",
    f"""CREATE TRIGGER ledger_post AFTER INSERT ON ledger_transaction BEGIN
        SELECT RAISE(ABORT, 'ledger: entries are whole micros by account, none of them zero')
        WHERE json_type(NEW.entries) <> 'object' OR EXISTS (
            SELECT 1 FROM json_each(NEW.entries)
            WHERE type <> 'integer' OR value = 0 OR value NOT BETWEEN -{MOST} AND {MOST}
        );
        SELECT RAISE(ABORT, 'ledger: the entries do not sum to zero')
        WHERE (SELECT coalesce(sum(value), 1) FROM json_each(NEW.entries)) <> 0;
        SELECT RAISE(ABORT, 'ledger: accounts of two currencies')
        WHERE (SELECT count(DISTINCT currency) FROM ledger_account
               WHERE id IN (SELECT CAST(key AS INTEGER) FROM json_each(NEW.entries))) > 1;
        INSERT INTO ledger_entry (transaction_id, account_id, number, micros, balance)
        SELECT NEW.id, account.id, account.entry_count + 1, entry.value, account.balance + entry.value
        FROM json_each(NEW.entries) AS entry JOIN ledger_account AS account ON account.id = CAST(entry.key AS INTEGER);
        SELECT RAISE(ABORT, 'ledger: there is no such account')
        WHERE (SELECT count(*) FROM ledger_entry WHERE transaction_id = NEW.id)
            <> (SELECT count(*) FROM json_each(NEW.entries));
        SELECT RAISE(ABORT, 'ledger: a balance is not the sum of its entries') WHERE EXISTS (
            SELECT 1 FROM ledger_entry AS entry JOIN ledger_account AS account ON account.id = entry.account_id
            WHERE entry.transaction_id = NEW.id
            AND (account.balance <> entry.balance OR account.entry_count <> entry.number)
        );
    END""",
    """CREATE TRIGGER ledger_entry_as_posted BEFORE INSERT ON ledger_entry BEGIN
        SELECT RAISE(ABORT, 'ledger: entries are made by their transaction alone') WHERE EXISTS (
            SELECT 1 FROM ledger_entry
            WHERE id = NEW.id OR (transaction_id = NEW.transaction_id AND account_id = NEW.account_id)
        ) OR NOT EXISTS (
            SELECT 1 FROM ledger_transaction AS posted WHERE posted.id = NEW.transaction_id
            AND json_extract(posted.entries, '$."' || NEW.account_id || '"') IS NEW.micros
        ) OR NOT EXISTS (
            SELECT 1 FROM ledger_account WHERE id = NEW.account_id
            AND entry_count + 1 = NEW.number AND balance + NEW.micros = NEW.balance
        );
        SELECT RAISE(ABORT, 'ledger: below zero') WHERE NEW.balance < 0 AND EXISTS (
            SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND never_negative
        );
    END""",
    """CREATE TRIGGER ledger_entry_counts AFTER INSERT ON ledger_entry BEGIN
        UPDATE ledger_account SET balance = NEW.balance, entry_count = NEW.number WHERE id = NEW.account_id;
    END""",
    """CREATE TRIGGER ledger_account_opens_empty BEFORE INSERT ON ledger_account
    WHEN NEW.balance <> 0 OR NEW.entry_count <> 0 OR EXISTS (
        SELECT 1 FROM ledger_account
        WHERE id = NEW.id OR (kind = NEW.kind AND owner = NEW.owner AND currency = NEW.currency)
    ) BEGIN SELECT RAISE(ABORT, 'ledger: an account opens once, and empty'); END""",
    """CREATE TRIGGER ledger_balance_by_entries BEFORE UPDATE ON ledger_account
    WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.owner <> OLD.owner OR NEW.currency <> OLD.currency
    OR NEW.never_negative <> OLD.never_negative OR NEW.entry_count <> OLD.entry_count + 1 OR NOT EXISTS (
        SELECT 1 FROM ledger_entry
        WHERE account_id = OLD.id AND number = NEW.entry_count AND balance = NEW.balance
    ) BEGIN SELECT RAISE(ABORT, 'ledger: a balance changes by entries alone'); END""",
    *(
        f"""CREATE TRIGGER ledger_{table}_no_{deed.lower()} BEFORE {deed} ON ledger_{table}
        BEGIN SELECT RAISE(ABORT, 'ledger: nothing is ever changed or deleted'); END"""
        for table, deed in (
            ("transaction", "UPDATE"), ("transaction", "DELETE"),
            ("entry", "UPDATE"), ("entry", "DELETE"), ("account", "DELETE"),
        )
    ),
]  # fmt: skip

# Accounts are locked in the order of their numbers, so that two transactions never wait for each other. What is written
# to entries and accounts by hand, not from within `ledger_post`, is refused whatever it is: a trigger's depth tells.
POSTGRES = [
    f"""CREATE FUNCTION ledger_post() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE wanted bigint[]; moved integer;
    BEGIN
        IF jsonb_typeof(NEW.entries) <> 'object' OR EXISTS (
            SELECT 1 FROM jsonb_each(NEW.entries) AS entry
            WHERE CASE WHEN jsonb_typeof(entry.value) <> 'number' THEN true
                ELSE entry.value::numeric % 1 <> 0 OR entry.value::numeric = 0
                    OR entry.value::numeric NOT BETWEEN -{MOST} AND {MOST} END
        ) THEN
            RAISE integrity_constraint_violation USING
                MESSAGE = 'ledger: entries are whole micros by account, none of them zero';
        ELSIF (SELECT coalesce(sum(entry.value::numeric), 1) FROM jsonb_each(NEW.entries) AS entry) <> 0 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'ledger: the entries do not sum to zero';
        END IF;
        wanted := ARRAY(SELECT jsonb_object_keys(NEW.entries)::bigint);
        PERFORM 1 FROM ledger_account WHERE id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
        IF (SELECT count(DISTINCT currency) FROM ledger_account WHERE id = ANY (wanted)) > 1 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'ledger: accounts of two currencies';
        END IF;
        WITH account AS (
            UPDATE ledger_account AS held
            SET balance = held.balance + entry.value::bigint, entry_count = held.entry_count + 1
            FROM jsonb_each(NEW.entries) AS entry WHERE held.id = entry.key::bigint
            RETURNING held.id, held.entry_count, entry.value::bigint AS micros, held.balance
        )
        INSERT INTO ledger_entry (transaction_id, account_id, number, micros, balance)
        SELECT NEW.id, id, entry_count, micros, balance FROM account;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF moved <> cardinality(wanted) THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'ledger: there is no such account';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER ledger_post AFTER INSERT ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION ledger_post()""",
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE integrity_constraint_violation USING MESSAGE = 'ledger: ' || TG_ARGV[0];
    END $$""",
    """CREATE TRIGGER ledger_entry_as_posted BEFORE INSERT ON ledger_entry FOR EACH ROW
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse('entries are made by their transaction alone')""",
    """CREATE TRIGGER ledger_balance_by_entries BEFORE UPDATE ON ledger_account FOR EACH ROW
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse('a balance changes by entries alone')""",
    """CREATE TRIGGER ledger_account_opens_empty BEFORE INSERT ON ledger_account FOR EACH ROW
    WHEN (NEW.balance <> 0 OR NEW.entry_count <> 0) EXECUTE FUNCTION ledger_refuse('an account opens empty')""",
    *(
        f"""CREATE TRIGGER ledger_{table}_keep BEFORE {deeds} ON ledger_{table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse('nothing is ever changed or deleted')"""
        for table, deeds in (
            ("transaction", "UPDATE OR DELETE"), ("entry", "UPDATE OR DELETE"), ("account", "DELETE"),
        )
    ),
    *(
        f"""CREATE TRIGGER ledger_{table}_keep_all BEFORE TRUNCATE ON ledger_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('nothing is ever changed or deleted')"""
        for table in ("transaction", "entry", "account")
    ),
]  # fmt: skip
