-- Events. `properties` is text that ClickHouse can parse, so that its functions and `properties_json` find everything in
-- it. What ClickHouse cannot parse (a number past a double, half a character) is kept as it was sent in
-- `properties_exact`.
-- What an event sets on its person is text only, as are the person's properties at that moment: as JSON columns they
-- would make an insert take 60 us a row instead of 40, and nothing queries them yet. Parts stay compact up to 256 MiB: a
-- wide part of a JSON column is hundreds of files, and each is synced (measured: 8 k rows/s wide, 23 k compact, in
-- blocks of 5,000).
-- The sorting key begins with what nearly every question narrows down (project, day, event) and ends with the event's
-- identity, so that a repeated event collapses on merge even if it slipped past the worker's own check.
-- Partitions by month, everything before 2010 in one: a flood of absurd dates cannot make thousands of partitions.
CREATE TABLE IF NOT EXISTS events
(
    uuid UUID,
    team_id UInt32 CODEC(Delta, ZSTD(1)),
    event LowCardinality(String),
    distinct_id String CODEC(ZSTD(1)),
    timestamp DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    created_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    properties String CODEC(ZSTD(3)),
    elements_chain String CODEC(ZSTD(3)),
    person_id UUID CODEC(ZSTD(1)),
    person_created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    person_properties String CODEC(ZSTD(3)),
    person_mode Enum8('full' = 0, 'propertyless' = 1, 'force_upgrade' = 2),
    group_0 String CODEC(ZSTD(1)),
    group_1 String CODEC(ZSTD(1)),
    group_2 String CODEC(ZSTD(1)),
    group_3 String CODEC(ZSTD(1)),
    group_4 String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    window_id String CODEC(ZSTD(1)),
    historical Bool,
    properties_json JSON(max_dynamic_paths = 192, SKIP `$set`, SKIP `$set_once`, SKIP `$unset`) DEFAULT properties,
    properties_exact String CODEC(ZSTD(3)),
    INDEX by_distinct_id distinct_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_uuid uuid TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_created_at created_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(created_at)
PARTITION BY if(timestamp < toDateTime64('2010-01-01', 6, 'UTC'), 0, toYYYYMM(timestamp))
ORDER BY (team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1,
         min_bytes_for_wide_part = 268435456, min_rows_for_wide_part = 100000000, max_suspicious_broken_parts = 100;

-- Distinct ids whose stored events carry another person than the one they belong to now. The highest version wins.
CREATE TABLE IF NOT EXISTS person_distinct_id_overrides
(
    team_id UInt32,
    distinct_id String,
    person_id UUID,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (team_id, distinct_id)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

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
