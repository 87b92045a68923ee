-- No question is asked by the day on which something is due: each grade wrote three pages for nothing.
DROP INDEX memory_due;
DROP INDEX memory_drill;
