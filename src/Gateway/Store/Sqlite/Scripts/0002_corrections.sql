-- A place in a lane holds a record and its corrections, one behind the other: room for them between any two places.
UPDATE delivery SET position = position << 20;
