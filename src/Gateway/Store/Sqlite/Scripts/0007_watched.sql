-- What is watched from outside: the oldest delivery at a platform that waits for nothing but the platform (ids of records are in the order of their
-- receipt), and the lights of the clocks that run.

CREATE INDEX delivery_oldest ON delivery (platform, record_id) WHERE state < 4 AND (state <> 1 OR next_at IS NOT NULL);
CREATE INDEX case_yellow ON case_ (yellow_at) WHERE yellow_at IS NOT NULL;
CREATE INDEX case_red ON case_ (red_at) WHERE red_at IS NOT NULL;
