DROP TABLE log_1;
DROP TABLE cards;

CREATE INDEX log_subject ON log (subject);
CREATE INDEX log_day ON log (day);
CREATE INDEX log_about ON log (kind) WHERE about IS NOT NULL;
CREATE INDEX log_source ON log (source) WHERE source IS NOT NULL;
CREATE INDEX log_copy ON log (copy) WHERE copy > 0;

CREATE TRIGGER log_row_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'a row of the review log is never deleted'); END;

CREATE TRIGGER log_row_is_final BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'a row of the review log is never changed'); END;
