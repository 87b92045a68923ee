SELECT devices.name, log.seq, log.at + log.ahead, log.at, log.east, log.day, kinds.name, subjects.sort, decks.name,
       subjects.name, log.grade, log.took, log.seed, log.algorithm, log.confidence, log.answer, log.party,
       source_decks.name, sources.name, log.about, log.version, log.payload
FROM log
JOIN devices ON devices.id = log.device
JOIN kinds ON kinds.id = log.kind
LEFT JOIN subjects ON subjects.id = log.subject
LEFT JOIN decks ON decks.id = subjects.deck
LEFT JOIN subjects AS sources ON sources.id = log.source
LEFT JOIN decks AS source_decks ON source_decks.id = sources.deck
