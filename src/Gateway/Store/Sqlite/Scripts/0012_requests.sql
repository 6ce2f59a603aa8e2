-- 跨省通办申请: requests between regions, their acts, and the packages that tell the other places of them.

CREATE TABLE request (
  no TEXT NOT NULL PRIMARY KEY,           -- its one number, the same at all places
  path INTEGER NOT NULL,                  -- within the hall 0, told by a platform's calls 1, over the transfer platform 2
  platform TEXT,
  collector TEXT,                         -- the department that collected it, where that is in this hall
  owner TEXT,                             -- the department that has it to do, where that is in this hall
  mode TEXT NOT NULL,
  matter TEXT NOT NULL,
  home TEXT NOT NULL,
  receiving TEXT NOT NULL,
  state INTEGER NOT NULL,
  received INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  packages INTEGER NOT NULL,              -- packages of ours
  sent INTEGER NOT NULL,                  -- of these the transfer platform has taken
  problem TEXT,                           -- why it does not go on by itself
  digest BLOB NOT NULL,                   -- keyed digest of what was said when it began
  body BLOB NOT NULL                      -- sealed: what was said when it began
);

CREATE INDEX request_unsent ON request (changed) WHERE path = 2 AND sent < packages AND problem IS NULL;
CREATE INDEX request_digest ON request (digest);

CREATE TABLE request_act (
  request_no TEXT NOT NULL,
  division TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  body BLOB NOT NULL,                     -- sealed: the act
  PRIMARY KEY (request_no, division, sequence)
) WITHOUT ROWID;

CREATE TABLE request_package (
  request_no TEXT NOT NULL,
  number INTEGER NOT NULL,
  division TEXT,                          -- whose act; null: the opening, or a receipt
  sequence INTEGER,
  receipt TEXT,
  PRIMARY KEY (request_no, number)
) WITHOUT ROWID;
