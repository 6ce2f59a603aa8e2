-- 码表之外的值: what departments sent and no code table covered, with how many records. The value may be anything a department typed.

CREATE TABLE unmapped (
  adapter TEXT NOT NULL,
  table_name TEXT NOT NULL,
  digest BLOB NOT NULL,                   -- keyed digest of adapter, table and value
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  value BLOB NOT NULL,                    -- sealed
  PRIMARY KEY (adapter, table_name, digest)
) WITHOUT ROWID;

-- The most frequent first, without reading the others.
CREATE INDEX unmapped_count ON unmapped (count DESC, last_at DESC);
