/** What the engine says of a query, in words about the query that was asked; never the SQL that was made of it. */

/** From here on the engine quotes the statement, or gives hints for people who write ClickHouse's SQL. */
const QUOTES = /(?:[:.,]\s*|\s+)(?:while executing|while processing|in scope|in query|look at|note:|maybe you meant)\b/i
const TYPE =
  /\b(?:Nullable|Array|Tuple|Map|LowCardinality|FixedString|Decimal(?:32|64|128|256)?|DateTime(?:64)?|Enum(?:8|16))\([^()]*\)/g
/** What only stands in our own SQL: names of tables, of parameters and of hidden columns, calls with arguments, statements. */
const OURS = /__|[`{}]|\bp\d+\b|\bteam_id\b|_json\b|\b(?:SELECT|FROM|WHERE|PREWHERE)\b|\w\([^)]/

const SHOWN_CHARACTERS_MAX = 300

const MESSAGES: Record<string, string> = {
  CANNOT_PARSE_TEXT: 'A text cannot be read as a value of the type that it is converted to.',
  CANNOT_PARSE_NUMBER: 'A text cannot be read as a number. toFloat and toInt give null for such texts.',
  CANNOT_PARSE_DATETIME: 'A text cannot be read as a time. toDateTime gives null for such texts.',
  CANNOT_PARSE_DATE: 'A text cannot be read as a date. toDate gives null for such texts.',
  ILLEGAL_AGGREGATION: 'An aggregate function stands where none may be, such as in WHERE or within another one.',
  ILLEGAL_TYPE_OF_ARGUMENT: 'A function is given a value of a type that it does not take.',
  NO_COMMON_TYPE: 'Values of types that do not fit each other stand in one list, condition or column.',
  NOT_AN_AGGREGATE: 'A column is neither in GROUP BY nor within an aggregate function.',
  NUMBER_OF_ARGUMENTS_DOESNT_MATCH: 'A function is given too few or too many arguments.',
  SYNTAX_ERROR: 'The query cannot be read by the engine. Check the number of arguments of its functions.',
  TYPE_MISMATCH: 'Values of types that do not fit each other are compared or combined.',
  UNKNOWN_IDENTIFIER: 'The query names a column that is not there at that place.',
}

/**
 * @param message what the engine said
 * @param type the engine's name of the error, such as `ILLEGAL_DIVISION`
 */
export function engineMessage(message: string, type: string): string {
  const said = message
    .replace(/^Code: \d+\. DB::Exception: /, '')
    .replace(/\s*\([A-Z_]+\)\s*$/, '')
    .split(QUOTES)[0]!
    .replace(/`?__t(?:able)?\d+`?\.(?:`(\w+)`)?/g, '$1')
    .trim()
  const isQuoted = type === 'SYNTAX_ERROR' && said.startsWith('Syntax error')
  if (!isQuoted && said.length <= SHOWN_CHARACTERS_MAX && !OURS.test(withoutTypes(said))) return shownType(said)
  return MESSAGES[type] ?? `The query cannot be answered: ${type.toLowerCase().replaceAll('_', ' ')}.`
}

/** A type without how the engine keeps its values; also within a text. */
export function shownType(text: string): string {
  return text.replace(/LowCardinality\((Nullable\(\w+\)|\w+(?:\(\d+\))?)\)/g, '$1')
}

/** Types have brackets of their own, within each other. */
function withoutTypes(text: string): string {
  const shorter = text.replace(TYPE, 'type')
  return shorter === text ? text : withoutTypes(shorter)
}
