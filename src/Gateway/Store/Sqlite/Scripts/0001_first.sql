-- The first shape. Times are Unix milliseconds, ids of records are UUIDv7 in their byte order, so that what is new lies together.

CREATE TABLE config (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,       -- catalogue, calendar, divisions, mappings, profiles
  since INTEGER NOT NULL
);

-- 记录. Written once; only verdict, state and rule change, when it is judged again.
CREATE TABLE record (
  id BLOB NOT NULL PRIMARY KEY,
  department TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  case_id INTEGER,                        -- its case, or the subject it is by itself
  occurred INTEGER NOT NULL,
  received INTEGER NOT NULL,
  verdict INTEGER NOT NULL,
  state INTEGER NOT NULL,
  rule TEXT,                              -- which one decided
  config_id INTEGER NOT NULL REFERENCES config(id),
  adapter TEXT,                           -- the department's own format it came in; null for canonical records
  findings BLOB,                          -- sealed
  body BLOB NOT NULL                      -- sealed
);

-- Every key ever seen, in the departments' natural order; never dropped.
CREATE TABLE record_key (
  department TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  record_id BLOB NOT NULL,
  state INTEGER NOT NULL,
  digest BLOB NOT NULL,                   -- keyed digest of the content
  PRIMARY KEY (department, key, version)
) WITHOUT ROWID;

-- 办件: the whole case in one row, so that a status pull is one read.
CREATE TABLE case_ (
  id INTEGER PRIMARY KEY,
  department TEXT NOT NULL,
  matter TEXT,
  division TEXT NOT NULL,
  state INTEGER NOT NULL,
  yellow_at INTEGER,
  red_at INTEGER,
  document BLOB NOT NULL                  -- sealed
);

-- A number belongs to (issuer, value) and never changes owner.
CREATE TABLE case_number (
  value TEXT NOT NULL,
  issuer TEXT NOT NULL,
  case_id INTEGER NOT NULL,
  PRIMARY KEY (value, issuer)
) WITHOUT ROWID;

-- 等待受理: what waits for the acceptance of its case, and acceptances in quarantine that others wait for.
CREATE TABLE unplaced (
  department TEXT NOT NULL,
  case_no TEXT NOT NULL,
  occurred INTEGER NOT NULL,
  received INTEGER NOT NULL,
  record_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  told INTEGER NOT NULL,                  -- 1 once its long wait is a finding
  PRIMARY KEY (department, case_no, occurred, received, record_id)
) WITHOUT ROWID;

CREATE INDEX unplaced_received ON unplaced (received);

-- One record on its way to one platform. Position is its place in the lane of its subject, given at judgement.
CREATE TABLE delivery (
  subject INTEGER NOT NULL,
  platform TEXT NOT NULL,
  position INTEGER NOT NULL,
  record_id BLOB NOT NULL,
  slot INTEGER NOT NULL,
  state INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next_at INTEGER,
  why TEXT,
  rows TEXT,                              -- table, row_guid, digest, operation, state, receipt; no personal data
  attempts TEXT,                          -- ids of the calls it was in
  PRIMARY KEY (subject, platform, position)
) WITHOUT ROWID;

-- Only what is open (pending, waiting, sent, unknown): stays small whatever was delivered.
CREATE INDEX delivery_open ON delivery (platform, slot, subject) WHERE state < 4;

-- One call, written before its first byte. Without an end nobody knows what became of it.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  outcome TEXT,
  why TEXT,
  deliveries INTEGER NOT NULL,
  body BLOB NOT NULL                      -- sealed: the exact bytes
);

CREATE INDEX attempt_open ON attempt (platform) WHERE ended IS NULL;

-- What happened, in commit order.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  department TEXT NOT NULL,
  subject INTEGER,
  record_id BLOB,
  platform TEXT,
  state TEXT,
  code TEXT,
  digest BLOB                             -- keyed digest of the exact bytes it is about
);

CREATE TABLE slot (
  platform TEXT NOT NULL,
  number INTEGER NOT NULL,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  PRIMARY KEY (platform, number)
) WITHOUT ROWID;

-- Kept in the transactions that change what they count, summed on read.
CREATE TABLE counter (
  node TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (node, name)
) WITHOUT ROWID;
