-- works with gateways from schema 4
-- 任务: work that came down, and the change feed's index of it. What the columns mean says the script of SQLite.

CREATE TABLE task (
  id BYTEA NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  platform TEXT COLLATE "C" NOT NULL,
  platform_no TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  division TEXT COLLATE "C" NOT NULL,
  matter TEXT COLLATE "C",
  path INTEGER NOT NULL,
  state INTEGER NOT NULL,
  received BIGINT NOT NULL,
  yellow_at BIGINT,
  take_by BIGINT,
  changed BIGINT NOT NULL,
  own_no TEXT COLLATE "C",
  case_id BIGINT,
  digest BYTEA NOT NULL,
  body BYTEA NOT NULL,                         -- sealed
  word BYTEA                                   -- sealed
);

CREATE UNIQUE INDEX task_number ON task (platform, kind, platform_no);
CREATE UNIQUE INDEX task_case ON task (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX task_waiting ON task (take_by) WHERE state = 0;

CREATE INDEX journal_task ON journal (seq) WHERE what = 'task.changed';

ALTER TABLE task ALTER COLUMN body SET STORAGE EXTERNAL;
