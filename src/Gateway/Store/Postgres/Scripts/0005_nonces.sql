-- works with gateways from schema 4
-- 随机数: nonces of calls that would do something twice if they were played again, here or at another gateway. Others are remembered by each process alone.

CREATE TABLE nonce (
  digest BYTEA PRIMARY KEY,                    -- of the caller's key and the nonce
  until BIGINT NOT NULL                        -- then no gateway's clock takes its timestamp any more
);

CREATE INDEX nonce_until ON nonce (until);
