/** Records the events and properties that ingestion has seen, in the transaction of a batch of events. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** @param hour the current hour, in ISO 8601 */
export async function saveSeenEvents(
  client: PoolClient,
  teamId: number,
  names: readonly string[],
  hour: string,
): Promise<void> {
  await client.query(
    `INSERT INTO event_definitions (team_id, name, last_seen_at) SELECT $1, name, now() FROM unnest($2::text[]) AS name ORDER BY name
     ON CONFLICT (team_id, name) DO UPDATE
       SET last_seen_at = greatest(event_definitions.last_seen_at, event_definitions.created_at, $3::timestamptz)`,
    [teamId, names, hour],
  )
}

export interface SeenProperty {
  name: string
  /** As numbered in `KINDS`. */
  kind: number
  /** -1 except for group properties. */
  groupTypeIndex: number
  /** Null until a value has revealed it. */
  type: string | null
}

/** A property keeps the first type that is detected. */
export async function saveSeenProperties(
  client: PoolClient,
  teamId: number,
  properties: readonly SeenProperty[],
): Promise<void> {
  await client.query(
    `INSERT INTO property_definitions (team_id, name, kind, group_type_index, property_type, is_numerical)
     SELECT $1, v.name, v.kind, v.index, v.type, v.type IS NOT DISTINCT FROM 'Numeric'
     FROM unnest($2::text[], $3::smallint[], $4::smallint[], $5::text[]) AS v(name, kind, index, type) ORDER BY 2, 3, 4
     ON CONFLICT (team_id, kind, name, group_type_index) DO UPDATE
       SET property_type = EXCLUDED.property_type, is_numerical = EXCLUDED.is_numerical
       WHERE property_definitions.property_type IS NULL AND EXCLUDED.property_type IS NOT NULL`,
    [
      teamId,
      properties.map(({ name }) => name),
      properties.map(({ kind }) => kind),
      properties.map(({ groupTypeIndex }) => groupTypeIndex),
      properties.map(({ type }) => type),
    ],
  )
}

/** @param pairs events with the properties that they were seen with */
export async function saveSeenPairs(
  client: PoolClient,
  teamId: number,
  pairs: readonly { event: string; property: string }[],
): Promise<void> {
  await client.query(
    `INSERT INTO event_properties (team_id, event, property) SELECT $1, * FROM unnest($2::text[], $3::text[])
     ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
    [teamId, pairs.map(({ event }) => event), pairs.map(({ property }) => property)],
  )
}
