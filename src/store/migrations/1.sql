-- Names are long and rows are many: devices, decks and cards are written once and referred to by number.

CREATE TABLE devices (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE decks (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE cards (
    id   INTEGER PRIMARY KEY,
    deck INTEGER NOT NULL REFERENCES decks,
    name TEXT NOT NULL,                                     -- card, or card:part
    UNIQUE (deck, name)
) STRICT;

-- The review log: the truth. Its order is the order of `id`.
CREATE TABLE log (
    id        INTEGER PRIMARY KEY,
    device    INTEGER NOT NULL REFERENCES devices,
    seq       INTEGER NOT NULL CHECK (seq > 0),             -- in the device, without gaps
    at        INTEGER NOT NULL,                             -- UTC, milliseconds
    ahead     INTEGER NOT NULL CHECK (ahead >= 0),          -- hybrid clock less `at`
    east      INTEGER NOT NULL CHECK (abs(east) < 100000),  -- UTC offset, seconds
    day       INTEGER NOT NULL,                             -- study day, from 1970-01-01
    card      INTEGER NOT NULL REFERENCES cards,
    kind      INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 12),
    grade     INTEGER CHECK (grade BETWEEN 0 AND 5),
    took      INTEGER NOT NULL CHECK (took BETWEEN 0 AND 60000),  -- milliseconds
    seed      INTEGER NOT NULL,
    algorithm INTEGER NOT NULL,
    about     INTEGER REFERENCES log,                       -- the row that this one undoes or redoes
    source    INTEGER REFERENCES cards,                     -- the card that this one adopts from
    before    BLOB NOT NULL,                                -- memories, packed: src/store/state.rs
    after     BLOB NOT NULL,
    CHECK ((grade IS NOT NULL) = (kind <= 3)),
    CHECK ((source IS NOT NULL) = (kind = 10)),
    CHECK ((about IS NOT NULL) = (kind IN (11, 12)))
) STRICT;

CREATE INDEX log_card ON log (card);

CREATE TRIGGER log_row_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'a row of the review log is never deleted'); END;

CREATE TRIGGER log_row_is_final BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'a row of the review log is never changed'); END;

-- What the log folds to: a cache that `swot doctor --rebuild` makes anew. Cards with nothing to remember are absent.
CREATE TABLE memory (
    deck        INTEGER NOT NULL REFERENCES decks,
    card        INTEGER NOT NULL REFERENCES cards,
    repetitions INTEGER CHECK (repetitions >= 0),           -- this and the next six: absent while the card is new
    ease        INTEGER CHECK (ease BETWEEN 1 AND 4294967295),
    interval    INTEGER CHECK (interval BETWEEN 0 AND 36500),
    due         INTEGER,
    introduced  INTEGER,
    last        INTEGER,
    lapses      INTEGER CHECK (lapses >= 0),
    drill       INTEGER,
    suspended   INTEGER NOT NULL CHECK (suspended IN (0, 1)),
    buried      INTEGER,
    flag        TEXT,
    PRIMARY KEY (deck, card),
    CHECK ((repetitions IS NULL) = (ease IS NULL) AND (repetitions IS NULL) = (interval IS NULL)
        AND (repetitions IS NULL) = (due IS NULL) AND (repetitions IS NULL) = (introduced IS NULL)
        AND (repetitions IS NULL) = (last IS NULL) AND (repetitions IS NULL) = (lapses IS NULL)
        AND (drill IS NULL OR repetitions IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX memory_due ON memory (due, buried) WHERE suspended = 0;
CREATE INDEX memory_drill ON memory (drill) WHERE drill IS NOT NULL;

-- What the program has to remember that is neither a memory nor a setting.
CREATE TABLE notes (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
