-- 随机数: nonces of calls that would do something twice if they were played again. Others are remembered by the process alone.

CREATE TABLE nonce (
  digest BLOB NOT NULL PRIMARY KEY,       -- of the caller's key and the nonce
  until INTEGER NOT NULL                  -- then no gateway's clock takes its timestamp any more
) WITHOUT ROWID;

CREATE INDEX nonce_until ON nonce (until);
