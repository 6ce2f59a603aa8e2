-- The shape of the store as it stands on SQLite (its scripts say what things mean), in the words of PostgreSQL. Times are Unix milliseconds. Ids of
-- records are UUIDv7 in their byte order, so that what is new lies together. Keys compare byte by byte (COLLATE "C"), as the gateway itself does: no
-- new version of a system's language tables can put an index out of order.

CREATE TABLE config (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fingerprint TEXT COLLATE "C" NOT NULL UNIQUE,
  since BIGINT NOT NULL
);

CREATE TABLE record (
  id BYTEA NOT NULL PRIMARY KEY,
  rowid BIGINT GENERATED ALWAYS AS IDENTITY,   -- the order in which they were judged; SQLite gives every table one of this name
  department TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  case_id BIGINT,
  occurred BIGINT NOT NULL,
  received BIGINT NOT NULL,
  verdict INTEGER NOT NULL,
  state INTEGER NOT NULL,
  rule TEXT COLLATE "C",
  config_id BIGINT NOT NULL REFERENCES config (id),
  adapter TEXT COLLATE "C",
  findings BYTEA,                              -- sealed
  body BYTEA NOT NULL,                         -- sealed
  settled BIGINT                               -- when an operator discarded it
);

CREATE INDEX record_stuck ON record (state, rowid) WHERE state IN (1, 2, 3) AND settled IS NULL;

CREATE TABLE record_key (
  department TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  record_id BYTEA NOT NULL,
  state INTEGER NOT NULL,
  digest BYTEA NOT NULL,
  PRIMARY KEY (department, key, version)
);

CREATE TABLE record_trace (
  record_id BYTEA NOT NULL PRIMARY KEY,
  context BYTEA NOT NULL
);

-- Rewritten with every step of its case: room for the next version in the same page.
CREATE TABLE case_ (
  id BIGINT PRIMARY KEY,
  department TEXT COLLATE "C" NOT NULL,
  matter TEXT COLLATE "C",
  division TEXT COLLATE "C" NOT NULL,
  state INTEGER NOT NULL,
  yellow_at BIGINT,
  red_at BIGINT,
  document BYTEA NOT NULL                      -- sealed
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX case_yellow ON case_ (yellow_at) WHERE yellow_at IS NOT NULL;
CREATE INDEX case_red ON case_ (red_at) WHERE red_at IS NOT NULL;

CREATE TABLE case_number (
  value TEXT COLLATE "C" NOT NULL,
  issuer TEXT COLLATE "C" NOT NULL,
  case_id BIGINT NOT NULL,
  PRIMARY KEY (value, issuer)
);

CREATE TABLE unplaced (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department TEXT COLLATE "C" NOT NULL,
  case_no TEXT COLLATE "C" NOT NULL,
  occurred BIGINT NOT NULL,
  received BIGINT NOT NULL,
  record_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  told BOOLEAN NOT NULL
);

CREATE INDEX unplaced_case ON unplaced (department, case_no);
CREATE INDEX unplaced_received ON unplaced (received);

CREATE TABLE delivery (
  subject BIGINT NOT NULL,
  platform TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  record_id BYTEA NOT NULL,
  slot INTEGER NOT NULL,
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next_at BIGINT,
  why TEXT,
  rows TEXT,
  attempts TEXT,
  PRIMARY KEY (subject, platform, position)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Only what is open, and what waits for a person: they stay small whatever was delivered.
CREATE INDEX delivery_open ON delivery (platform, slot, subject) WHERE state < 4;
CREATE INDEX delivery_for_person ON delivery (platform, subject, position) WHERE state = 6 OR (state = 3 AND next_at IS NULL);
CREATE INDEX delivery_oldest ON delivery (platform, record_id) WHERE state < 4 AND (state <> 1 OR next_at IS NOT NULL);

CREATE TABLE awaited (
  platform TEXT COLLATE "C" NOT NULL,
  subject BIGINT NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  holder BIGINT,
  PRIMARY KEY (platform, subject)
);

CREATE INDEX awaited_record ON awaited (platform, department, key);
CREATE INDEX awaited_holder ON awaited (platform, holder);

CREATE TABLE attempt (
  id BIGINT PRIMARY KEY,
  platform TEXT COLLATE "C" NOT NULL,
  started BIGINT NOT NULL,
  ended BIGINT,
  outcome TEXT COLLATE "C",
  why TEXT,
  deliveries INTEGER NOT NULL,
  body BYTEA NOT NULL                          -- sealed
) WITH (fillfactor = 90);

CREATE INDEX attempt_open ON attempt (platform) WHERE ended IS NULL;

-- Numbered by the one writer, not by a sequence: a transaction that is rolled back leaves no hole.
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  subject BIGINT,
  record_id BYTEA,
  platform TEXT COLLATE "C",
  state TEXT COLLATE "C",
  code TEXT,
  digest BYTEA,
  actor TEXT,
  reason BYTEA                                 -- sealed
);

CREATE TABLE change_mark (
  place BIGINT PRIMARY KEY,
  at BIGINT NOT NULL
);

INSERT INTO change_mark (place, at) VALUES (0, 0);

CREATE TABLE slot (
  platform TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  owner TEXT NOT NULL,
  until BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  PRIMARY KEY (platform, number)
);

-- A few rows that every transaction changes: room for many versions of each in its page.
CREATE TABLE counter (
  node TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (node, name)
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE platform_state (
  platform TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  stopped_at BIGINT NOT NULL,
  by TEXT NOT NULL,
  reason BYTEA NOT NULL                        -- sealed
);

CREATE TABLE unmapped (
  adapter TEXT COLLATE "C" NOT NULL,
  table_name TEXT COLLATE "C" NOT NULL,
  digest BYTEA NOT NULL,
  count BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  value BYTEA NOT NULL,                        -- sealed
  PRIMARY KEY (adapter, table_name, digest)
);

CREATE INDEX unmapped_count ON unmapped (count DESC, last_at DESC);

-- What is sealed can't be made smaller: no time is lost on trying.
ALTER TABLE record ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE record ALTER COLUMN findings SET STORAGE EXTERNAL;
ALTER TABLE case_ ALTER COLUMN document SET STORAGE EXTERNAL;
ALTER TABLE attempt ALTER COLUMN body SET STORAGE EXTERNAL;
