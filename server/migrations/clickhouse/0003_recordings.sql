-- Sessions that have a recording, copied from PostgreSQL like persons and groups.
CREATE TABLE IF NOT EXISTS session_recordings
(
    team_id UInt32,
    session_id String,
    distinct_id String,
    start_time DateTime64(6, 'UTC'),
    end_time DateTime64(6, 'UTC'),
    snapshots UInt32,
    bytes UInt64,
    version UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (team_id, session_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
