-- Persons, groups and the members of cohorts as queries see them. The truth of persons and groups is in PostgreSQL; these are copies that
-- follow it within a second. The highest version of a row wins, and a deleted one hides those before it.
CREATE TABLE IF NOT EXISTS persons
(
    team_id UInt32,
    id UUID,
    created_at DateTime64(6, 'UTC'),
    properties String CODEC(ZSTD(3)),
    is_identified Bool,
    distinct_ids Array(String) CODEC(ZSTD(1)),
    version UInt64,
    is_deleted UInt8,
    properties_json JSON(max_dynamic_paths = 192) DEFAULT properties
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (team_id, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_bytes_for_wide_part = 268435456, min_rows_for_wide_part = 100000000;

CREATE TABLE IF NOT EXISTS groups
(
    team_id UInt32,
    type_index UInt8,
    key String,
    created_at DateTime64(6, 'UTC'),
    properties String CODEC(ZSTD(3)),
    version UInt64,
    is_deleted UInt8,
    properties_json JSON(max_dynamic_paths = 192) DEFAULT properties
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (team_id, type_index, key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_bytes_for_wide_part = 268435456, min_rows_for_wide_part = 100000000;

-- A calculation writes a version of its own; the cohort in PostgreSQL says which one counts.
CREATE TABLE IF NOT EXISTS cohort_people
(
    team_id UInt32,
    cohort_id UInt32,
    version UInt32,
    person_id UUID
)
ENGINE = ReplacingMergeTree
ORDER BY (team_id, cohort_id, version, person_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
