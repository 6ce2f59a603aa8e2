-- What operators decide, and the indexes that their lists go by: each holds only what needs a person, whatever else there is.

ALTER TABLE record ADD COLUMN settled INTEGER;   -- when an operator discarded it: it leaves the lists and keeps its state

-- Parked, quarantined, conflict; in each by rowid, which is the order in which they were judged. (Ids made in one millisecond stand in no order.)
CREATE INDEX record_stuck ON record (state) WHERE state IN (1, 2, 3) AND settled IS NULL;

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
