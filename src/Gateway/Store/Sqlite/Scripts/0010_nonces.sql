-- 随机数: nonces of orders that were carried out, so that none is carried out twice. Those of other calls are remembered by the process alone.

CREATE TABLE nonce (
  digest BLOB NOT NULL PRIMARY KEY,       -- of the caller's key and the nonce
  signed_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX nonce_signed_at ON nonce (signed_at);
