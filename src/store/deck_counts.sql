-- ?1 is the study day, ?2 the interval from which a card counts as known. The table is in order of deck: no sorting.
SELECT decks.name, counts.learned, counts.due, counts.drill, counts.mature, counts.suspended, counts.introduced_today
FROM (
    SELECT deck,
           count(due) AS learned,
           count(*) FILTER (WHERE due <= ?1 AND suspended = 0 AND buried IS NOT ?1) AS due,
           count(*) FILTER (WHERE drill = ?1 AND suspended = 0 AND buried IS NOT ?1) AS drill,
           count(*) FILTER (WHERE interval >= ?2) AS mature,
           count(*) FILTER (WHERE suspended = 1) AS suspended,
           count(*) FILTER (WHERE introduced = ?1) AS introduced_today
    FROM memory
    GROUP BY deck
) AS counts
JOIN decks ON decks.id = counts.deck
ORDER BY decks.name
