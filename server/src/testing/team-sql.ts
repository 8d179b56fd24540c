/**
 * Finds tables that a PostgreSQL statement reads or changes without naming the project. A table is tied to its project when
 * the statement
 *
 * - compares or writes its `team_id`,
 * - or joins one of its rows by ID to a row of another table in the statement: a tile to its dashboard, a person to its IDs.
 *   No object refers to an object of another project, so tying one of the two ties both.
 *
 * This matches text, not syntax: it finds what was forgotten, not what was hidden.
 */
import { isForeignText, PUT_IN, teamTables } from './sql-texts.ts'

const MENTION = /\b(FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(\w+)(?:\s+(?:AS\s+)?(\w+))?/g
const NEXT_OF_LIST = /^\s*,\s*(\w+)(?:\s+(?:AS\s+)?(\w+))?/
/** Keywords after a table's name that are not an alias. */
const CLAUSE =
  /^(WHERE|ON|SET|AND|OR|LEFT|JOIN|ORDER|GROUP|LIMIT|USING|VALUES|SELECT|FOR|RETURNING|HAVING|INNER|CROSS|WINDOW|UNION|OFFSET)$/i

interface Mention {
  table: string
  /** The prefix of its columns; null if its columns have none. */
  name: string | null
  isInsert: boolean
}

/**
 * @param text a statement or a part of one
 * @param around source of the surrounding function, which may hold what is substituted into the text
 * @param source source of the whole file, which continues a statement that begins without conditions
 */
export function tablesWithoutTeam(text: string, around: string, source: string): string[] {
  if (isForeignText(text)) return []
  const mentions = mentionsIn(text)
  const isBeginning = /^\s*(SELECT|FROM)\b/.test(text) && !/\bWHERE\b/.test(text)
  const whole = isBeginning ? source : text.includes(PUT_IN) ? `${text}\n${around}` : text
  return mentions
    .filter((mention) => teamTables.has(mention.table) && !isHeld(mention, mentions, whole))
    .map(({ table }) => table)
}

function mentionsIn(text: string): Mention[] {
  if (!/\b(SELECT|INSERT|UPDATE|DELETE|JOIN|FROM)\b/.test(text)) return []
  return [...text.matchAll(MENTION)].flatMap((match) => {
    const [all, verb, table, next] = match
    const found = [mentionOf(table!, next, verb === 'INTO')]
    let rest = text.slice(match.index + all.length)
    for (let more = NEXT_OF_LIST.exec(rest); verb === 'FROM' && more; more = NEXT_OF_LIST.exec(rest)) {
      found.push(mentionOf(more[1]!, more[2], false))
      rest = rest.slice(more[0].length)
    }
    return found
  })
}

const mentionOf = (table: string, next: string | undefined, isInsert: boolean): Mention => ({
  table,
  name: next && !CLAUSE.test(next) ? next : null,
  isInsert,
})

function isHeld({ table, name, isInsert }: Mention, all: readonly Mention[], text: string): boolean {
  if (isInsert) return new RegExp(`\\bINTO\\s+${table}\\b[^(]*\\([^)]*\\bteam_id\\b`).test(text)
  const own = name ?? table
  if (new RegExp(`\\b${own}\\.team_id\\b`).test(text)) return true
  const isAlone = name === null || all.filter((mention) => teamTables.has(mention.table)).length === 1
  if (isAlone && /(?<![.\w])team_id\b/.test(text)) return true
  return tied(own).some((pattern) => pattern.test(text)) || (name === null && /(?<![.\w])\w+_id = \w+\.id\b/.test(text))
}

/** `own.id = other.own_id` and `own.other_id = other.id`, either way around. */
const tied = (own: string): RegExp[] => {
  const [id, ofOther] = [`\\b${own}\\.(?:id|short_id|uuid)\\b`, `\\b(?!${own}\\.)\\w+\\.\\w+_id\\b`]
  const [ref, other] = [`\\b${own}\\.\\w+_id\\b`, `(?:\\b(?!${own}\\.)\\w+|${PUT_IN})\\.(?:id|short_id|uuid)\\b`]
  return [`${id} = ${ofOther}`, `${ofOther} = ${id}`, `${ref} = ${other}`, `${other} = ${ref}`].map(
    (pattern) => new RegExp(pattern),
  )
}
