/** Writes definitions that are not known yet. Nearly every event names only known ones, so those are kept in memory. */
import type { PoolClient } from '../../platform/postgres/postgres.ts'
import {
  type EventDefinitions,
  isListedWithEvent,
  PROPERTY_KIND_NUMBERS,
  type PropertyDefinition,
} from './definitions.ts'

const KNOWN_MAX = 500_000

/** What one batch adds; becomes known once its transaction is committed. */
export interface NewDefinitions {
  events: Set<string>
  properties: Map<string, PropertyDefinition>
  pairs: Map<string, [event: string, property: string]>
  keys: string[]
}

export class DefinitionRepository {
  private readonly known = new Set<string>()

  /** The definitions of a project's batch that were not seen before (or whose type was not). */
  findNew(teamId: number, hour: string, found: readonly EventDefinitions[]): NewDefinitions {
    const result: NewDefinitions = { events: new Set(), properties: new Map(), pairs: new Map(), keys: [] }
    const batchKeys = new Set<string>()
    const isNew = (key: string) => {
      if (this.known.has(key) || batchKeys.has(key)) return false
      batchKeys.add(key)
      result.keys.push(key)
      return true
    }
    for (const { event, properties } of found) {
      if (isNew(`${teamId}e${hour}${event}`)) result.events.add(event)
      for (const property of properties) {
        const id = `${teamId}p${property.kind}${property.groupTypeIndex} ${property.name}`
        const isTyped = property.type !== null
        if (!this.known.has(`${id}\0typed`) && isNew(isTyped ? `${id}\0typed` : id)) {
          const before = result.properties.get(id)
          if (!before || before.type === null) result.properties.set(id, property)
        }
        const pair = `${teamId}x${event}\0${property.name}`
        if (isListedWithEvent(property) && isNew(pair)) result.pairs.set(pair, [event, property.name])
      }
    }
    return result
  }

  async save(client: PoolClient, teamId: number, hour: string, definitions: NewDefinitions): Promise<void> {
    const { events, properties, pairs } = definitions
    if (events.size > 0) {
      await client.query(
        `INSERT INTO event_definitions (team_id, name, last_seen_at) SELECT $1, name, $3 FROM unnest($2::text[]) AS name ORDER BY name
         ON CONFLICT (team_id, name) DO UPDATE SET last_seen_at = greatest(event_definitions.last_seen_at, EXCLUDED.last_seen_at)`,
        [teamId, [...events], hour],
      )
    }
    if (properties.size > 0) {
      const list = [...properties.values()]
      await client.query(
        `INSERT INTO property_definitions (team_id, name, kind, group_type_index, property_type, is_numerical)
         SELECT $1, v.name, v.kind, v.index, v.type, v.type IS NOT DISTINCT FROM 'Numeric'
         FROM unnest($2::text[], $3::smallint[], $4::smallint[], $5::text[]) AS v(name, kind, index, type) ORDER BY 2, 3, 4
         ON CONFLICT (team_id, kind, name, group_type_index) DO UPDATE
           SET property_type = EXCLUDED.property_type, is_numerical = EXCLUDED.is_numerical
           WHERE property_definitions.property_type IS NULL AND EXCLUDED.property_type IS NOT NULL`,
        [
          teamId,
          list.map((property) => property.name),
          list.map((property) => PROPERTY_KIND_NUMBERS[property.kind]),
          list.map((property) => property.groupTypeIndex),
          list.map((property) => property.type),
        ],
      )
    }
    if (pairs.size > 0) {
      const list = [...pairs.values()]
      await client.query(
        `INSERT INTO event_properties (team_id, event, property) SELECT $1, * FROM unnest($2::text[], $3::text[])
         ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
        [teamId, list.map(([event]) => event), list.map(([, property]) => property)],
      )
    }
  }

  /** Remembers what a committed batch wrote. */
  remember(definitions: NewDefinitions): void {
    if (this.known.size > KNOWN_MAX) this.known.clear()
    for (const key of definitions.keys) this.known.add(key)
  }
}
