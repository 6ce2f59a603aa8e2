-- Lanes that wait at a platform for a record of another lane: each for one at a time. A row that its lane no longer needs wakes it once, and goes.

CREATE TABLE awaited (
  platform TEXT NOT NULL,
  subject INTEGER NOT NULL,               -- whose lane waits
  department TEXT NOT NULL,
  key TEXT NOT NULL,                      -- for this record
  holder INTEGER,                         -- in whose lane it goes; null while nobody has sent it
  PRIMARY KEY (platform, subject)
) WITHOUT ROWID;

CREATE INDEX awaited_record ON awaited (platform, department, key);

-- Who waits for a delivery that is over: it does not tell its key.
CREATE INDEX awaited_holder ON awaited (platform, holder);
