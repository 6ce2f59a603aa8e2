-- works with gateways from schema 4
-- 随机数: nonces of orders that were carried out, so that none is carried out twice, here or at another gateway. Those of other calls are remembered by each process alone.

CREATE TABLE nonce (
  digest BYTEA PRIMARY KEY,                    -- of the caller's key and the nonce
  signed_at BIGINT NOT NULL
);

CREATE INDEX nonce_signed_at ON nonce (signed_at);
