-- Accounts, copied from PostgreSQL like persons and groups; values of custom properties by the id of their definition.
CREATE TABLE IF NOT EXISTS accounts
(
    team_id UInt32,
    id UUID,
    name String,
    external_id Nullable(String),
    properties String CODEC(ZSTD(3)),
    custom_properties String CODEC(ZSTD(3)),
    tags Array(String),
    created_at DateTime64(6, 'UTC'),
    updated_at DateTime64(6, 'UTC'),
    created_by Nullable(Int64),
    version UInt64,
    is_deleted UInt8,
    properties_json JSON(max_dynamic_paths = 64) DEFAULT properties,
    custom_properties_json JSON(max_dynamic_paths = 192) DEFAULT custom_properties
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (team_id, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_bytes_for_wide_part = 268435456, min_rows_for_wide_part = 100000000;
