-- What is known about each recording. `snapshots` are its items, `bytes` their size as JSON lines.
ALTER TABLE session_recordings
    ADD COLUMN IF NOT EXISTS source LowCardinality(String),
    ADD COLUMN IF NOT EXISTS library LowCardinality(String),
    ADD COLUMN IF NOT EXISTS start_url Nullable(String),
    ADD COLUMN IF NOT EXISTS urls Array(String),
    ADD COLUMN IF NOT EXISTS clicks UInt32,
    ADD COLUMN IF NOT EXISTS keypresses UInt32,
    ADD COLUMN IF NOT EXISTS mouse_activity UInt32,
    ADD COLUMN IF NOT EXISTS console_logs UInt32,
    ADD COLUMN IF NOT EXISTS console_warnings UInt32,
    ADD COLUMN IF NOT EXISTS console_errors UInt32,
    ADD COLUMN IF NOT EXISTS active_ms UInt64,
    ADD COLUMN IF NOT EXISTS retention_days UInt16,
    ADD COLUMN IF NOT EXISTS expiry_time DateTime64(6, 'UTC'),
    ADD COLUMN IF NOT EXISTS last_received_at DateTime64(6, 'UTC');

-- What pages wrote to the console, a row for each upload, copied from PostgreSQL.
CREATE TABLE IF NOT EXISTS recording_consoles
(
    team_id UInt32,
    session_id String,
    chunk_id UInt64,
    times Array(DateTime64(3, 'UTC')),
    levels Array(LowCardinality(String)),
    messages Array(String) CODEC(ZSTD(3)),
    version UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (team_id, session_id, chunk_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
