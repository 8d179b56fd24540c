/**
 * Decides who an event belongs to: persons, their distinct IDs, and merges, for one batch. The store is loaded with
 * everything the batch may touch, changed in memory event by event, and written in one go. It never talks to a database, so
 * the rules can be tested against a slow and obvious reference model.
 */
import type { JsonObject } from '../../../platform/json.ts'
import { isIllegalForMerge, personUuid } from '../../people/persons/index.ts'

export interface Person {
  /** Row ID; null until the batch is written. */
  id: number | null
  uuid: string
  /** Microseconds since 1970. */
  createdAt: number
  properties: JsonObject
  isIdentified: boolean
  version: number
  /** The version that a captured event last gave it; changes through the API do not raise it. */
  ingestedVersion: number
  /** Microseconds, rounded down to the hour; null if never set. */
  lastSeenAt: number | null
  /** In order of attachment. Complete only for persons that a merge of the batch may move. */
  distinctIds: Set<string>
  isChanged: boolean
}

interface Ownership {
  person: Person
  /** 0 as long as the ID's events have always carried its person's uuid. */
  version: number
  /** What the batch did: nothing, attached the ID, or moved it to another person. */
  change: 'none' | 'attached' | 'moved'
}

export interface Override {
  distinctId: string
  personUuid: string
  version: number
}

export type MergeRefusal = 'cannot_merge_already_identified' | 'cannot_merge_with_illegal_distinct_id'

export interface MergeOutcome {
  /** The person that the event belongs to. */
  person: Person
  created: boolean
  refusal?: { type: MergeRefusal; illegalId?: string; other?: Person }
}

export interface NewPersonValues {
  properties: JsonObject
  createdAt: number
}

/** Persons and distinct IDs of one project, as far as one batch needs them. */
export class IdentityStore {
  private readonly owners = new Map<string, Ownership>()
  /**
   * IDs that have events although no person owns them: visitors without a profile (0), and IDs of deleted persons (the
   * version of the override that their next owner must exceed).
   */
  private readonly personless: Map<string, number>
  readonly newPersonless = new Set<string>()
  readonly newPersons = new Set<Person>()
  readonly deletedPersons = new Set<Person>()
  private readonly overrides = new Map<string, Override>()
  private readonly takenUuids: Set<string>

  /**
   * @param personless IDs of the batch that have events without a person, with the version to exceed
   * @param takenUuids derived uuids that belong to a person although the ID they derive from has none
   */
  constructor(
    readonly teamId: number,
    personless: Iterable<readonly [string, number]> = [],
    takenUuids: Iterable<string> = [],
  ) {
    this.personless = new Map(personless)
    this.takenUuids = new Set(takenUuids)
  }

  /** Adds a row from the database. */
  load(distinctId: string, person: Person, version: number): void {
    this.owners.set(distinctId, { person, version, change: 'none' })
    person.distinctIds.add(distinctId)
  }

  find(distinctId: string): Person | undefined {
    return this.owners.get(distinctId)?.person
  }

  /** Records that an ID without a person sent a personless event. */
  markPersonless(distinctId: string): void {
    if (this.personless.has(distinctId)) return
    this.personless.set(distinctId, 0)
    this.newPersonless.add(distinctId)
  }

  /** The person of an ordinary event, created if there is none. */
  findOrCreate(distinctId: string, values: () => NewPersonValues): { person: Person; created: boolean } {
    const existing = this.find(distinctId)
    if (existing) return { person: existing, created: false }
    return { person: this.create(distinctId, [distinctId], values(), false), created: true }
  }

  /**
   * Handles `$identify`, `$create_alias` and `$merge_dangerously`.
   * @param targetId ID whose person survives
   * @param sourceId ID to merge into it
   * @param force merge even a source that was identified before
   */
  merge(targetId: string, sourceId: string, force: boolean, values: () => NewPersonValues): MergeOutcome {
    if (targetId === sourceId) return this.findOrCreate(targetId, values)
    const illegalId = [targetId, sourceId].find(isIllegalForMerge)
    if (illegalId !== undefined) {
      return {
        ...this.findOrCreate(targetId, values),
        refusal: { type: 'cannot_merge_with_illegal_distinct_id', illegalId },
      }
    }
    const target = this.find(targetId)
    const source = this.find(sourceId)
    if (!target && !source) {
      const deriveFromSource = this.personless.get(sourceId) === 0 && !this.personless.has(targetId)
      const person = this.create(deriveFromSource ? sourceId : targetId, [targetId, sourceId], values(), true)
      return { person, created: true }
    }
    const survivor = target ?? source!
    const refused = target && source && target !== source && source.isIdentified && !force
    this.identify(survivor)
    if (refused) {
      return { person: survivor, created: false, refusal: { type: 'cannot_merge_already_identified', other: source } }
    }
    if (!target || !source) this.attach(target ? sourceId : targetId, survivor)
    else if (target !== source) this.absorb(target, source)
    return { person: survivor, created: false }
  }

  changedPersons(): Person[] {
    const persons = new Set([...this.owners.values()].map((owner) => owner.person))
    return [...persons].filter((person) => person.isChanged && !this.newPersons.has(person))
  }

  changedDistinctIds(change: 'attached' | 'moved'): { distinctId: string; person: Person; version: number }[] {
    return [...this.owners]
      .filter(([, owner]) => owner.change === change)
      .map(([distinctId, { person, version }]) => ({ distinctId, person, version }))
  }

  /** The overrides that the batch created, the latest for each ID. */
  newOverrides(): Override[] {
    return [...this.overrides.values()]
  }

  private create(uuidFrom: string, distinctIds: string[], values: NewPersonValues, isIdentified: boolean): Person {
    const derived = personUuid(this.teamId, uuidFrom)
    const isTaken = this.takenUuids.has(derived)
    const person: Person = {
      id: null,
      uuid: isTaken ? personUuid(this.teamId, `${uuidFrom}\0again`) : derived,
      createdAt: values.createdAt,
      properties: values.properties,
      isIdentified,
      version: 0,
      ingestedVersion: 0,
      lastSeenAt: null,
      distinctIds: new Set(),
      isChanged: true,
    }
    this.newPersons.add(person)
    for (const distinctId of distinctIds) {
      const carriesUuid = this.personless.get(distinctId) === 0 && distinctId === uuidFrom && !isTaken
      this.own(distinctId, person, carriesUuid ? 0 : this.firstVersion(distinctId), 'attached')
    }
    return person
  }

  private attach(distinctId: string, person: Person): void {
    this.own(distinctId, person, this.firstVersion(distinctId), 'attached')
  }

  /** Version of an ID that gets its first owner: an override is needed only if it already has events. */
  private firstVersion(distinctId: string): number {
    const before = this.personless.get(distinctId)
    return before === undefined ? 0 : before + 1
  }

  private own(distinctId: string, person: Person, version: number, change: Ownership['change']): void {
    this.owners.set(distinctId, { person, version, change })
    person.distinctIds.add(distinctId)
    if (version > 0) this.overrides.set(distinctId, { distinctId, personUuid: person.uuid, version })
  }

  private identify(person: Person): void {
    if (person.isIdentified) return
    person.isIdentified = true
    person.isChanged = true
  }

  /** Merges the source into the target: its IDs move, its properties fill gaps, the earlier creation time counts. */
  private absorb(target: Person, source: Person): void {
    target.properties = { ...source.properties, ...target.properties }
    target.createdAt = Math.min(target.createdAt, source.createdAt)
    target.version = Math.max(target.version, source.version) + 1
    target.ingestedVersion = target.version
    target.lastSeenAt = maxOrNull(target.lastSeenAt, source.lastSeenAt)
    target.isChanged = true
    for (const distinctId of source.distinctIds) {
      const owner = this.owners.get(distinctId)!
      this.own(distinctId, target, owner.version + 1, owner.change === 'attached' ? 'attached' : 'moved')
    }
    source.distinctIds.clear()
    if (!this.newPersons.delete(source)) this.deletedPersons.add(source)
  }
}

function maxOrNull(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}
