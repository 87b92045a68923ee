-- The log becomes an open envelope: kinds by name, subjects of every sort, and a payload in place of packed memories.
-- The rows of kinds 8 and 10, whose words lie in those memories, are copied by src/store/migrate.rs after this.

DROP TRIGGER log_row_is_kept;
DROP TRIGGER log_row_is_final;
DROP TABLE memory;
ALTER TABLE log RENAME TO log_1;
ALTER TABLE notes RENAME TO facts;

CREATE TABLE kinds (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;
INSERT INTO kinds (id, name) VALUES
    (0, 'review'), (1, 'drill'), (2, 'practice'), (3, 'exam'), (4, 'suspend'), (5, 'unsuspend'), (6, 'bury'),
    (7, 'unbury'), (8, 'flag'), (9, 'unflag'), (10, 'adopt'), (11, 'undo'), (12, 'redo');

CREATE TABLE subjects (
    id   INTEGER PRIMARY KEY,
    sort INTEGER NOT NULL,                                  -- 0 question, 1 concept, 2 deck, 3 exam
    deck INTEGER NOT NULL REFERENCES decks,
    name TEXT NOT NULL,                                     -- card, or card:part; concept; empty for a deck
    UNIQUE (deck, name, sort)
) STRICT;
INSERT INTO subjects (id, sort, deck, name) SELECT id, 0, deck, name FROM cards;

-- The review log: the truth. Its order is hybrid clock, name of the device, sequence, hash of the row.
-- Device, sequence and copy lie in one number: as three columns each review would take a tenth more on the disk.
CREATE TABLE log (
    id         INTEGER PRIMARY KEY,                          -- src/store/row_id.rs
    device     INTEGER AS ((id >> 36) + 1),                  -- of `devices`
    seq        INTEGER AS ((id >> 4) & 4294967295) CHECK (seq > 0),  -- in the device, without gaps
    copy       INTEGER AS (id & 15),                         -- 0, but where one device and number have several contents
    at         INTEGER NOT NULL,                             -- UTC, milliseconds
    ahead      INTEGER NOT NULL,                             -- hybrid clock less `at`
    east       INTEGER NOT NULL,                             -- UTC offset, seconds
    day        INTEGER NOT NULL,                             -- study day, from 1970-01-01
    kind       INTEGER NOT NULL REFERENCES kinds,
    subject    INTEGER REFERENCES subjects,
    grade      INTEGER CHECK (grade BETWEEN 0 AND 5),
    took       INTEGER NOT NULL CHECK (took >= 0),           -- milliseconds
    seed       INTEGER NOT NULL,
    algorithm  INTEGER NOT NULL,
    confidence INTEGER,                                      -- 1 guess, 2 unsure, 3 sure
    answer     TEXT,                                         -- JSON: options from 1, words, or a number
    party      INTEGER,                                      -- the first sequence of the rows that are undone as one
    source     INTEGER REFERENCES subjects,                  -- the old key of an adoption
    about      TEXT,                                         -- JSON: device, sequence, count, hybrid clock
    version    INTEGER NOT NULL,                             -- of the payload
    payload    TEXT                                          -- JSON
) STRICT;

INSERT INTO log (id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, about, version)
SELECT (one.device - 1) << 36 | one.seq << 4, one.at, one.ahead, one.east, one.day, one.kind, one.card, one.grade, one.took, one.seed,
       one.algorithm,
       CASE WHEN one.about IS NOT NULL THEN json_array(devices.name, target.seq, 1, target.at + target.ahead) END, 1
FROM log_1 AS one
LEFT JOIN log_1 AS target ON target.id = one.about
LEFT JOIN devices ON devices.id = target.device
WHERE one.kind NOT IN (8, 10)
ORDER BY one.device, one.seq;

-- What each grading that counts counted as, and the interval and due day before it: a cache beside `memory`.
CREATE TABLE counted (
    id       INTEGER PRIMARY KEY,                            -- of the row of the log
    counted  INTEGER NOT NULL,                               -- 0 repetition, 1 lapse, 2 drill, 3 look, 4 practice, 5 exam, 6 nothing
    interval INTEGER,                                        -- this and the next: absent where the question was new
    due      INTEGER
) STRICT;

-- What the log folds to: a cache that `swot doctor --rebuild` makes anew. Cards with nothing to remember are absent.
CREATE TABLE memory (
    deck        INTEGER NOT NULL REFERENCES decks,
    card        INTEGER NOT NULL REFERENCES subjects,
    repetitions INTEGER CHECK (repetitions >= 0),           -- this and the next seven: absent while the card is new
    ease        INTEGER CHECK (ease BETWEEN 1 AND 4294967295),
    interval    INTEGER CHECK (interval BETWEEN 0 AND 36500),
    due         INTEGER,
    introduced  INTEGER,
    last        INTEGER,
    seen        INTEGER,
    lapses      INTEGER CHECK (lapses >= 0),
    drill       INTEGER,
    suspended   INTEGER NOT NULL CHECK (suspended IN (0, 1)),
    buried      INTEGER,
    flag        TEXT,
    PRIMARY KEY (deck, card),
    CHECK ((repetitions IS NULL) = (ease IS NULL) AND (repetitions IS NULL) = (interval IS NULL)
        AND (repetitions IS NULL) = (due IS NULL) AND (repetitions IS NULL) = (introduced IS NULL)
        AND (repetitions IS NULL) = (last IS NULL) AND (repetitions IS NULL) = (seen IS NULL)
        AND (repetitions IS NULL) = (lapses IS NULL)
        AND (drill IS NULL OR repetitions IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX memory_due ON memory (due, buried) WHERE suspended = 0;
CREATE INDEX memory_drill ON memory (drill) WHERE drill IS NOT NULL;
