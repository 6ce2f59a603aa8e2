-- How far the journal had come when, by the machine's clock: all up to the place was committed by then. (The journal's own times are the hall's, whose
-- clock may be shifted.) The change feed begins behind the oldest; the journal itself is kept, evidence is made of it.

CREATE TABLE change_mark (
  place INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
);

INSERT INTO change_mark (place, at) VALUES (0, 0);
