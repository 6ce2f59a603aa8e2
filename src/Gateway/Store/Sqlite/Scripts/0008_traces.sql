-- 跟踪: the trace context a record came in, so that its deliveries are traced with it, also by the next process. Beside the record: what is not traced
-- costs nothing, and these rows may be deleted at any time.

CREATE TABLE record_trace (
  record_id BLOB NOT NULL PRIMARY KEY,
  context BLOB NOT NULL                   -- W3C trace id (16 bytes), span id (8), flags (1)
) WITHOUT ROWID;
