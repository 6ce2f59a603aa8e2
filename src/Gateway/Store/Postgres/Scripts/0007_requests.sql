-- works with gateways from schema 4
-- 跨省通办申请: requests between regions, their acts, and the packages that tell the other places of them. What the columns mean says the script of SQLite.

CREATE TABLE request (
  no TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  path INTEGER NOT NULL,
  platform TEXT COLLATE "C",
  collector TEXT COLLATE "C",
  owner TEXT COLLATE "C",
  mode TEXT COLLATE "C" NOT NULL,
  matter TEXT COLLATE "C" NOT NULL,
  home TEXT COLLATE "C" NOT NULL,
  receiving TEXT COLLATE "C" NOT NULL,
  state INTEGER NOT NULL,
  received BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  packages INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  problem TEXT COLLATE "C",
  digest BYTEA NOT NULL,
  body BYTEA NOT NULL
);

CREATE INDEX request_unsent ON request (changed) WHERE path = 2 AND sent < packages AND problem IS NULL;
CREATE INDEX request_digest ON request (digest);

CREATE TABLE request_act (
  request_no TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  sequence INTEGER NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (request_no, division, sequence)
);

CREATE TABLE request_package (
  request_no TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  division TEXT COLLATE "C",
  sequence INTEGER,
  receipt TEXT COLLATE "C",
  PRIMARY KEY (request_no, number)
);

ALTER TABLE request ALTER COLUMN body SET STORAGE EXTERNAL;
