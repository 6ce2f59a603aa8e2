-- What operators decide, and the indexes that their lists go by: each holds only what needs a person, whatever else there is.

ALTER TABLE record ADD COLUMN settled INTEGER;   -- when an operator discarded it: it leaves the lists and keeps its state

-- Filters are answered out of the index; the wide row is read only of what is listed. States are parked, quarantined, conflict.
CREATE INDEX record_stuck ON record (state, id, department, rule, kind) WHERE state IN (1, 2, 3) AND settled IS NULL;

CREATE INDEX delivery_refused ON delivery (platform, subject, position) WHERE state = 6;

ALTER TABLE journal ADD COLUMN actor TEXT;       -- the operator's key id

ALTER TABLE journal ADD COLUMN reason BLOB;      -- sealed: free text may name somebody

-- 人工停止. A platform without a row runs.
CREATE TABLE platform_state (
  platform TEXT NOT NULL PRIMARY KEY,
  stopped_at INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason BLOB NOT NULL                           -- sealed
) WITHOUT ROWID;
