/** Turns an engine error into a message about the user's query. It never shows the generated SQL. */

/** From here on the engine quotes the statement or gives hints about ClickHouse SQL. */
const QUOTES = /(?:[:.,]\s*|\s+)(?:while executing|while processing|in scope|in query|look at|note:|maybe you meant)\b/i
const TYPE =
  /\b(?:Nullable|Array|Tuple|Map|LowCardinality|FixedString|Decimal(?:32|64|128|256)?|DateTime(?:64)?|Enum(?:8|16))\([^()]*\)/g
/** Occurs only in generated SQL: names of tables, parameters and hidden columns, calls with arguments, statements. */
const OURS = /__|[`{}]|\bp\d+\b|\bteam_id\b|_json\b|\b(?:SELECT|FROM|WHERE|PREWHERE)\b|\w\([^)]/

const SHOWN_CHARACTERS_MAX = 300

const MESSAGES: Record<string, string> = {
  CANNOT_PARSE_TEXT: 'A text cannot be read as a value of the type that it is converted to.',
  CANNOT_PARSE_NUMBER: 'A text cannot be read as a number. toFloat and toInt give null for such texts.',
  CANNOT_PARSE_DATETIME: 'A text cannot be read as a time. toDateTime gives null for such texts.',
  CANNOT_PARSE_DATE: 'A text cannot be read as a date. toDate gives null for such texts.',
  ILLEGAL_AGGREGATION:
    'An aggregate function is used where none is allowed, such as in WHERE or within another aggregate.',
  ILLEGAL_TYPE_OF_ARGUMENT: 'A function does not accept the type of one of its arguments.',
  NO_COMMON_TYPE: 'A list, condition or column mixes values of incompatible types.',
  NOT_AN_AGGREGATE: 'A column is neither in GROUP BY nor within an aggregate function.',
  NUMBER_OF_ARGUMENTS_DOESNT_MATCH: 'A function has too few or too many arguments.',
  SYNTAX_ERROR: 'The query cannot be read by the engine. Check the number of arguments of its functions.',
  TYPE_MISMATCH: 'Values of incompatible types are compared or combined.',
  UNKNOWN_IDENTIFIER: 'The query names a column that does not exist there.',
}

/**
 * @param message the engine's error message
 * @param type the engine's error name, such as `ILLEGAL_DIVISION`
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

/** Removes storage details (`LowCardinality`) from type names; works within longer text. */
export function shownType(text: string): string {
  return text.replace(/LowCardinality\((Nullable\(\w+\)|\w+(?:\(\d+\))?)\)/g, '$1')
}

/** Type names contain parentheses and can nest. */
function withoutTypes(text: string): string {
  const shorter = text.replace(TYPE, 'type')
  return shorter === text ? text : withoutTypes(shorter)
}
