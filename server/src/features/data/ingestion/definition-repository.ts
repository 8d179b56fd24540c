/** Writes new definitions, and caches the known ones in memory. */
import { LRUCache } from 'lru-cache'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { saveSeenEvents, saveSeenPairs, saveSeenProperties } from '../taxonomy/index.ts'
import { type DefinitionSink, PROPERTY_KIND_NUMBERS, type PropertyKind, type PropertyType } from './definitions.ts'

/** Names cached per project; beyond this the cache is cleared, at the price of some writes. */
const NAMES_KNOWN_MAX = 200_000
const PROJECTS_KNOWN_MAX = 1_000

/** The known definitions of one project. */
class Known {
  /** @param forgotten how often definitions of the project had been deleted when this cache was created */
  constructor(readonly forgotten: number) {}

  names = 0
  /** Event -> the hour it was last written. */
  readonly events = new Map<string, string>()
  /** Kind and group index -> name -> whether its type is known. */
  readonly properties = new Map<string, Map<string, boolean>>()
  /** Event -> its properties. */
  readonly pairs = new Map<string, Set<string>>()
}

interface NewProperty {
  kind: PropertyKind
  groupTypeIndex: number
  name: string
  type: PropertyType | null
}

/** Collects what one batch adds to a project's definitions; they become known once the batch is committed. */
export class DefinitionCollector implements DefinitionSink {
  private readonly events = new Set<string>()
  private readonly properties = new Map<string, NewProperty>()
  private readonly pairs = new Map<string, Set<string>>()

  constructor(
    private readonly teamId: number,
    private readonly hour: string,
    private readonly known: Known,
  ) {}

  sawEvent(event: string): void {
    if (this.known.events.get(event) !== this.hour) this.events.add(event)
  }

  isTyped(kind: PropertyKind, groupTypeIndex: number, name: string): boolean {
    return this.known.properties.get(scopeKey(kind, groupTypeIndex))?.get(name) === true
  }

  sawProperty(kind: PropertyKind, groupTypeIndex: number, name: string, type: PropertyType | null): void {
    const scope = scopeKey(kind, groupTypeIndex)
    if (type === null && this.known.properties.get(scope)?.has(name)) return
    const id = `${scope} ${name}`
    const before = this.properties.get(id)
    // The first detected type stays.
    if (!before || before.type === null) this.properties.set(id, { kind, groupTypeIndex, name, type })
  }

  sawPair(event: string, property: string): void {
    if (this.known.pairs.get(event)?.has(property)) return
    const own = this.pairs.get(event)
    if (own) own.add(property)
    else this.pairs.set(event, new Set([property]))
  }

  async save(client: PoolClient): Promise<void> {
    await this.saveEvents(client)
    await this.saveProperties(client)
    await this.savePairs(client)
  }

  /** Call this once the batch is committed. */
  remember(): void {
    for (const event of this.events) this.known.events.set(event, this.hour)
    for (const { kind, groupTypeIndex, name, type } of this.properties.values()) {
      const scope = scopeKey(kind, groupTypeIndex)
      const names = this.known.properties.get(scope) ?? new Map<string, boolean>()
      this.known.properties.set(scope, names.set(name, type !== null))
    }
    for (const [event, properties] of this.pairs) {
      const own = this.known.pairs.get(event) ?? new Set<string>()
      for (const property of properties) own.add(property)
      this.known.pairs.set(event, own)
      this.known.names += properties.size
    }
    this.known.names += this.events.size + this.properties.size
  }

  private async saveEvents(client: PoolClient): Promise<void> {
    if (this.events.size > 0) await saveSeenEvents(client, this.teamId, [...this.events], this.hour)
  }

  private async saveProperties(client: PoolClient): Promise<void> {
    if (this.properties.size === 0) return
    const list = [...this.properties.values()]
    await saveSeenProperties(
      client,
      this.teamId,
      list.map((property) => ({ ...property, kind: PROPERTY_KIND_NUMBERS[property.kind] })),
    )
  }

  private async savePairs(client: PoolClient): Promise<void> {
    const list = [...this.pairs].flatMap(([event, properties]) =>
      [...properties].map((property) => ({ event, property })),
    )
    if (list.length > 0) await saveSeenPairs(client, this.teamId, list)
  }
}

export class DefinitionRepository {
  private readonly projects = new LRUCache<number, Known>({ max: PROJECTS_KNOWN_MAX })

  /**
   * @param hour the current hour, as written to `last_seen_at`
   * @param forgotten how often definitions of the project were deleted; if it changed, the cache is out of date and is
   * dropped
   */
  collect(teamId: number, hour: string, forgotten: number): DefinitionCollector {
    let known = this.projects.get(teamId)
    if (!known || known.forgotten !== forgotten || known.names > NAMES_KNOWN_MAX) {
      known = new Known(forgotten)
      this.projects.set(teamId, known)
    }
    return new DefinitionCollector(teamId, hour, known)
  }
}

const EVENT_SCOPE = 'event-1'
const PERSON_SCOPE = 'person-1'

function scopeKey(kind: PropertyKind, groupTypeIndex: number): string {
  return kind === 'event' ? EVENT_SCOPE : kind === 'person' ? PERSON_SCOPE : `${kind}${groupTypeIndex}`
}
