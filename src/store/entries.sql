SELECT log.id, devices.name, log.seq, log.at, log.ahead, log.east, log.day, decks.name, cards.name,
       log.kind, log.grade, log.took, log.seed, log.algorithm,
       target_devices.name, target.seq, source_decks.name, source_cards.name,
       log.before, log.after
FROM log
JOIN devices ON devices.id = log.device
JOIN cards ON cards.id = log.card
JOIN decks ON decks.id = cards.deck
LEFT JOIN log AS target ON target.id = log.about
LEFT JOIN devices AS target_devices ON target_devices.id = target.device
LEFT JOIN cards AS source_cards ON source_cards.id = log.source
LEFT JOIN decks AS source_decks ON source_decks.id = source_cards.deck
