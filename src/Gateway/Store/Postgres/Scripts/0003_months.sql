-- Records by months: their ids begin with the time of their arrival (UUIDv7), so that a range of ids is a month, an id tells its month, and an id is
-- unique over all of them. Each month's keys stay small enough for memory whatever came before it.

-- The least id of a month (UTC).
CREATE FUNCTION first_id_of(month DATE) RETURNS BYTEA LANGUAGE sql IMMUTABLE
  RETURN decode(lpad(to_hex((extract(epoch FROM month)::BIGINT) * 1000), 12, '0'), 'hex');

-- The month of this moment and so many after it. What is there already stays; a table that others use at the moment is waited for as long as lock_timeout says.
CREATE FUNCTION make_months(more INTEGER) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  parent TEXT;
  this_month DATE := date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC');
  month DATE;
  name TEXT;
BEGIN
  FOREACH parent IN ARRAY ARRAY['record', 'record_trace'] LOOP
    FOR number IN 0..more LOOP
      month := this_month + make_interval(months => number);
      name := parent || to_char(month, '_YYYY_MM');
      IF to_regclass(name) IS NULL AND first_id_of(month) >= (SELECT first_month FROM month_start WHERE table_name = parent) THEN
        BEGIN
          EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
          EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, first_id_of(month), first_id_of((month + INTERVAL '1 month')::DATE));
        EXCEPTION WHEN check_violation THEN
          -- Some of it came before its month was made, and lies with the others: there all of it stays.
          NULL;
        END;
      END IF;
    END LOOP;
  END LOOP;
END $$;

-- From which id on a table goes by months: what came before lies together.
CREATE TABLE month_start (
  table_name TEXT COLLATE "C" PRIMARY KEY,
  first_month BYTEA NOT NULL
);

CREATE SEQUENCE record_rowid;
SELECT setval('record_rowid', coalesce((SELECT max(rowid) FROM record), 0) + 1, false);
ALTER TABLE record ALTER COLUMN rowid DROP IDENTITY;
ALTER TABLE record ALTER COLUMN rowid SET DEFAULT nextval('record_rowid');

DO $$
DECLARE
  parent TEXT;
  next_month DATE;
BEGIN
  FOREACH parent IN ARRAY ARRAY['record', 'record_trace'] LOOP
    next_month := date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + INTERVAL '1 month';
    EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, parent || '_first');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) PARTITION BY RANGE (%I)', parent, parent || '_first', CASE parent WHEN 'record' THEN 'id' ELSE 'record_id' END);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, parent || '_first', first_id_of(next_month));

    -- A record from a clock that is months ahead is no reason to refuse it.
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_other', parent);
    INSERT INTO month_start (table_name, first_month) VALUES (parent, first_id_of(next_month));
  END LOOP;
END $$;

-- Not among what LIKE takes over; every month has it from here.
ALTER TABLE record ADD FOREIGN KEY (config_id) REFERENCES config (id);
