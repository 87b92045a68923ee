-- What was last seen of each deck, its cards in few bytes. They were facts before, copied by src/store/migrate.rs after this.
CREATE TABLE seen (
    deck     TEXT PRIMARY KEY,
    hash     INTEGER NOT NULL,                               -- of the text
    snapshot BLOB NOT NULL                                   -- src/study/diff.rs
) STRICT;
