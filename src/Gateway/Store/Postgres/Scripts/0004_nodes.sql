-- Several gateways on one database (docs/decisions/0014): each is a node.

-- A node's number begins the ids of its calls and is never given again. Who is not in here any more writes nothing: every transaction of a node begins
-- with the look whether it still is, after its turn has come. One whose beat does not move for a whole lease of its own may be buried by any other.
CREATE TABLE node (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  schema INTEGER NOT NULL,                     -- the newest that its build knows
  lease BIGINT NOT NULL,                       -- milliseconds
  beat BIGINT NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

CREATE PROCEDURE must_be_node(wanted BIGINT) LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM node WHERE id = wanted) THEN
    RAISE EXCEPTION 'node % is no more', wanted USING ERRCODE = 'SH001';
  END IF;
END $$;

-- Whose lanes are whose: a slot belongs to one node or to none.
DROP TABLE slot;
CREATE TABLE slot (
  platform TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  node BIGINT REFERENCES node (id) ON DELETE SET NULL,
  fence BIGINT NOT NULL,                       -- how often it was taken
  PRIMARY KEY (platform, number)
) WITH (fillfactor = 50);

CREATE INDEX slot_node ON slot (node);

-- Who wrote it: the others read it for what they have to look at.
ALTER TABLE journal ADD COLUMN node BIGINT;

-- The oldest schema whose gateways can work with what a script made; null: its own.
ALTER TABLE schema_version ADD COLUMN oldest INTEGER;
