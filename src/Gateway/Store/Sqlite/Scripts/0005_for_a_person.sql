-- What blocks its lane until a person decides: refused, or unknown where the profile leaves that to a person (no next try).

DROP INDEX delivery_refused;

CREATE INDEX delivery_for_person ON delivery (platform, subject, position) WHERE state = 6 OR (state = 3 AND next_at IS NULL);
