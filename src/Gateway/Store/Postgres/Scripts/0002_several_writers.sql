-- Whoever writes has this table alone until its transaction ends, readers never touch it: all writers' transactions follow one another, and the order
-- of their commits is that of the journal's numbers.
CREATE TABLE turn ();

-- Blocks of 100 numbers for new cases, each for one writer: [n, n + 99]. What a writer leaves of its last block stays unused.
CREATE SEQUENCE case_block INCREMENT BY 100;
SELECT setval('case_block', greatest((SELECT coalesce(max(id), 0) FROM case_), (SELECT coalesce(max(subject), 0) FROM delivery), (SELECT coalesce(max(case_id), 0) FROM record)) + 1, false);

-- The ids of calls: each writer's begin with a number of its own, in the bits above the lower 32.
CREATE SEQUENCE call_block;
