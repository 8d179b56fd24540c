/**
 * The kinds of objects in a project, and what the rest of the product needs to know about them. Names and addresses, which
 * the web UI needs too, are in the shared package. In its `kind.ts`, a feature adds where its objects are stored and who may
 * read about them. Access rules, the activity log, tags and "used in" are based on this.
 */
import type { KindNames, Resource } from '@hedgerow/shared/kinds'

/** Adds a parameter to a statement and returns its placeholder. */
export type Bind = (value: unknown) => string

/** The reader of activity log entries, for the SQL that decides which ones they may read. */
export interface LogReader {
  teamId: number
  bind: Bind
  /** SQL condition: the caller may see the object of a kind whose ID the given SQL yields; `true` if they see all. */
  sees: (resource: Resource, idSql: string) => string
  /** SQL condition: the caller may see objects of a kind that have no rules of their own. */
  seesAny: (resource: Resource) => string
}

export interface Kind extends KindNames {
  /**
   * SQL condition for activity log entries `a` about the kind. By default, anyone who may enter the project may read them;
   * for kinds with rules, anyone who may see the object.
   */
  readable?: (reader: LogReader) => string
  /** Where the objects of a kind without access rules store tags. */
  tagged?: Tagged
}

/** A table with a `tags` column. */
export interface Tagged {
  table: string
  tags: 'array' | 'json'
}

/** A kind whose objects are rows of a project table and have access rules. */
export interface StoredKind extends Kind {
  resource: Resource
  path: string
  table: string
  /** The ID in URLs and rules. Insights also accept a second one. */
  id: { column: string; type: 'int' | 'uuid' | 'text'; alias?: string }
  /** Columns of the table, or SQL expressions over the table as `o`. */
  maker: string
  title: string
  /** The table has a `deleted` column (soft delete). */
  isKeptWhenDeleted: boolean
  /** Type of the `tags` column, if there is one. */
  tags?: 'array' | 'json'
  /** JSON column that names events and properties. */
  definition?: string
}

const declared = new Map<string, Kind | StoredKind>()

/**
 * Declares a kind, when the module of its feature is loaded. Every role loads all features, so all kinds are known once a
 * role has started.
 * @throws Error when two kinds have the same scope
 */
export function declareKind<const Declared extends Kind | StoredKind>(kind: Declared): Declared {
  if (declared.has(kind.scope)) throw new Error(`Two kinds of objects are called ${kind.scope}.`)
  declared.set(kind.scope, kind)
  return kind
}

/** @throws Error when no kind has this scope */
export function assertDeclared(scope: string): void {
  if (!declared.has(scope)) throw new Error(`No kind of object is called ${scope}.`)
}

const isStored = (kind: Kind | StoredKind): kind is StoredKind => 'table' in kind

/** All kinds, by scope. */
export function allKinds(): (Kind | StoredKind)[] {
  return [...declared.values()].sort((one, other) => (one.scope < other.scope ? -1 : 1))
}

/** Kinds whose objects are rows with access rules, by scope. */
export function storedKinds(): StoredKind[] {
  return allKinds().filter(isStored)
}

/** @throws Error when there is no kind with this resource whose objects have access rules */
export function storedKindOf(resource: Resource): StoredKind {
  const kind = storedKinds().find((each) => each.resource === resource)
  if (!kind) throw new Error(`No kind of object is called ${resource}.`)
  return kind
}

/**
 * A CASE of the values whose condition is not always true; `true` if there is none.
 * @param branches values and SQL conditions
 */
export function sqlCase(of: string, branches: readonly (readonly [value: string, condition: string])[]): string {
  const narrow = branches.filter(([, condition]) => condition !== 'true')
  if (narrow.length === 0) return 'true'
  return `CASE ${of} ${narrow.map(([value, condition]) => `WHEN '${value}' THEN ${condition}`).join(' ')} ELSE true END`
}
