/** Group types and groups of one project, as far as a batch needs them. */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toStorableJson,
  toStorableText,
} from '../../../platform/json.ts'
import { GROUP_TYPES_MAX, KEY_CHARACTERS_MAX } from './limits.ts'

export interface GroupChange {
  typeIndex: number
  key: string
  properties: JsonObject
  /** Microseconds; only used if the group is new. */
  createdAt: number
}

export class GroupStore {
  readonly newTypes: { name: string; typeIndex: number }[] = []
  private readonly changes = new Map<string, GroupChange>()

  constructor(private readonly types: Map<string, number>) {}

  /** The index of a type, assigned on first use; null if the project already has five types. */
  typeIndex(name: string): number | null {
    const existing = this.types.get(name)
    if (existing !== undefined) return existing
    if (name === '' || name.length > KEY_CHARACTERS_MAX) return null
    const used = new Set(this.types.values())
    const free = Array.from({ length: GROUP_TYPES_MAX }, (_, index) => index).find((index) => !used.has(index))
    if (free === undefined) return null
    this.types.set(name, free)
    this.newTypes.push({ name, typeIndex: free })
    return free
  }

  /** Group keys of an event by index, from its `$groups`. */
  keysOf(groups: JsonValue | undefined): [number, string | number][] {
    if (!isJsonObject(groups)) return []
    const keys: [number, string | number][] = []
    for (const [type, key] of Object.entries(groups)) {
      if (typeof key !== 'string' && typeof key !== 'number') continue
      const index = this.typeIndex(toStorableText(type))
      if (index !== null) keys.push([index, key])
    }
    return keys
  }

  /** Merges properties into a group; the last write wins per key. */
  upsert(typeIndex: number, key: string, properties: JsonObject, createdAt: number): void {
    const id = `${typeIndex}:${key}`
    const before = this.changes.get(id)
    const clean = toStorableJson(properties)
    if (before) before.properties = { ...before.properties, ...clean }
    else this.changes.set(id, { typeIndex, key, properties: clean, createdAt })
  }

  changedGroups(): GroupChange[] {
    return [...this.changes.values()]
  }
}
