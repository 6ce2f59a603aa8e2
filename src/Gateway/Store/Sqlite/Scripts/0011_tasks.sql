-- 任务: work that came down, and the change feed's index of it.

CREATE TABLE task (
  id BLOB NOT NULL PRIMARY KEY,           -- its number (任务编号), UUIDv7
  kind INTEGER NOT NULL,
  platform TEXT NOT NULL,                 -- who sent it
  platform_no TEXT NOT NULL,              -- the platform's own number, by which it is known again
  department TEXT NOT NULL,
  division TEXT NOT NULL,
  matter TEXT,
  path INTEGER NOT NULL,                  -- 县级直报 0, 转报 1
  state INTEGER NOT NULL,
  received INTEGER NOT NULL,
  yellow_at INTEGER,
  take_by INTEGER,                        -- untaken by then it goes back
  changed INTEGER NOT NULL,
  own_no TEXT,                            -- the department's own number
  case_id INTEGER,
  digest BLOB NOT NULL,                   -- keyed digest of what the platform said
  body BLOB NOT NULL,                     -- sealed: what the platform said
  word BLOB                               -- sealed: why it went back, or what was answered
);

CREATE UNIQUE INDEX task_number ON task (platform, kind, platform_no);
CREATE UNIQUE INDEX task_case ON task (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX task_waiting ON task (take_by) WHERE state = 0;

CREATE INDEX journal_task ON journal (seq) WHERE what = 'task.changed';
