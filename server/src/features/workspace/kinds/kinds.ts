/**
 * What there is in a project and what the rest of the product needs to know of it. The names of a kind and its addresses,
 * which the web needs too, stand in the shared package; a feature adds in its `kind.ts` where its objects are stored and who
 * may read about them. Access rules, the activity log, tags and "used in" read it here.
 */
import type { KindNames, Resource } from '@hedgerow/shared/kinds'

/** Adds a parameter to a statement and gives its placeholder. */
export type Bind = (value: unknown) => string

/** Who reads an entry of the activity log, for the SQL that decides whether they may. */
export interface LogReader {
  teamId: number
  bind: Bind
  /** SQL condition: the caller may see the object of a kind whose id a piece of SQL gives; `true` when they see all. */
  sees: (resource: Resource, idSql: string) => string
  /** SQL condition: the caller may see objects of a kind that have no rules of their own. */
  seesAny: (resource: Resource) => string
}

export interface Kind extends KindNames {
  /**
   * SQL condition for entries `a` of the activity log about it. Without one, whoever may enter the project may read them,
   * and of kinds with rules whoever may see the object.
   */
  readable?: (reader: LogReader) => string
  /** Where the objects of a kind without rules of access keep tags. */
  tagged?: Tagged
}

/** A table with a column `tags`. */
export interface Tagged {
  table: string
  tags: 'array' | 'json'
}

/** A kind whose objects are rows of a table of the project, under rules of access. */
export interface StoredKind extends Kind {
  resource: Resource
  path: string
  table: string
  /** The id in the URL and in rules. Insights answer to a second one. */
  id: { column: string; type: 'int' | 'uuid' | 'text'; alias?: string }
  /** Columns of the table, or SQL of them with the table as `o`. */
  maker: string
  title: string
  /** The table has a column `deleted`. */
  isKeptWhenDeleted: boolean
  /** How a column `tags` keeps them, if there is one. */
  tags?: 'array' | 'json'
  /** What names events and properties: a column with JSON. */
  definition?: string
}

const declared = new Map<string, Kind | StoredKind>()

/**
 * Declares a kind, when the module of its feature is loaded. Every role loads all features, so all kinds are known once
 * one has started.
 * @throws Error when two kinds have one scope
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

/** Kinds whose objects are rows under rules of access, by scope. */
export function storedKinds(): StoredKind[] {
  return allKinds().filter(isStored)
}

/** @throws Error when no kind with objects under rules is called so */
export function storedKindOf(resource: Resource): StoredKind {
  const kind = storedKinds().find((each) => each.resource === resource)
  if (!kind) throw new Error(`No kind of object is called ${resource}.`)
  return kind
}

/**
 * A CASE of the values whose condition is not always true; `true` when there is none.
 * @param branches values and SQL conditions
 */
export function sqlCase(of: string, branches: readonly (readonly [value: string, condition: string])[]): string {
  const narrow = branches.filter(([, condition]) => condition !== 'true')
  if (narrow.length === 0) return 'true'
  return `CASE ${of} ${narrow.map(([value, condition]) => `WHEN '${value}' THEN ${condition}`).join(' ')} ELSE true END`
}
