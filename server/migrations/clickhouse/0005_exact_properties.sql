-- `properties` is text that ClickHouse can parse, so that its functions and `properties_json` find everything in it. What
-- it cannot parse (a number past a double, half a character) is kept as it was sent beside it.
ALTER TABLE events ADD COLUMN IF NOT EXISTS properties_exact String CODEC(ZSTD(3));
