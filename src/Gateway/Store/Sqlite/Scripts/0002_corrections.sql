-- A place in a lane holds a record and its corrections, one behind the other: room for them between any two places.
UPDATE delivery SET position = position << 20;

-- What waits is released in the order of judgement where moments are equal: the number tells it.
CREATE TABLE unplaced_numbered (
  id INTEGER PRIMARY KEY,
  department TEXT NOT NULL,
  case_no TEXT NOT NULL,
  occurred INTEGER NOT NULL,
  received INTEGER NOT NULL,
  record_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  told INTEGER NOT NULL                   -- 1 once its long wait is a finding
);

INSERT INTO unplaced_numbered (department, case_no, occurred, received, record_id, kind, key, told)
SELECT department, case_no, occurred, received, record_id, kind, key, told FROM unplaced ORDER BY received, record_id;

DROP TABLE unplaced;

ALTER TABLE unplaced_numbered RENAME TO unplaced;

CREATE INDEX unplaced_case ON unplaced (department, case_no);

CREATE INDEX unplaced_received ON unplaced (received);
