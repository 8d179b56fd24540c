/**
 * The expected answer of every property filter operator for every kind of value, worked out by hand from the rules and
 * written down as data. Insights, SQL, cohorts, the lists of persons and events, and flags are all tested against it.
 *
 * Flags have their own rules wherever they must answer like SDKs that evaluate them locally. A row says where they differ,
 * and why.
 */

export type Stored = string | number | boolean | null | undefined | Stored[] | { [key: string]: Stored }

/** Values of a property. The project is in New York, five hours behind UTC on the day in question. */
export const ZONE = 'America/New_York'
const missing = undefined
const DAY = '2024-01-31'
const LOCAL = '2024-01-31 03:00:00'
/** The same moment as `LOCAL`, as are the values that follow. */
const WITH_Z = '2024-01-31T08:00:00Z'
const SECONDS = 1_706_688_000
const SECONDS_TEXT = '1706688000'
const MILLISECONDS = 1_706_688_000_000
const MAIL = 'Wed, 31 Jan 2024 08:00:00 GMT'
/** 03:00 in UTC, and so still the day before in New York. */
const WITH_OFFSET = '2024-01-31T04:00:00+01:00'
const LIST: Stored = ['Pro', 'x']
const NUMBERS: Stored = [10]
const OBJECT: Stored = { plan: 'Pro' }

export const VALUES: readonly Stored[] = [
  missing,
  null,
  '',
  'Pro',
  'pro',
  'professional',
  'Éclair',
  '10',
  10,
  ' 10 ',
  '1e1',
  9.5,
  '9.5',
  -3,
  true,
  'true',
  'True',
  false,
  'false',
  1,
  '1',
  0,
  '0',
  [],
  LIST,
  NUMBERS,
  {},
  OBJECT,
  DAY,
  LOCAL,
  WITH_Z,
  SECONDS,
  SECONDS_TEXT,
  MILLISECONDS,
  MAIL,
  WITH_OFFSET,
  'soon',
  'v1.2.3',
  '1.10.0',
  '2.0.0-rc.1',
  '1.2.3.4',
  '01.2.3',
]

export interface Exception {
  also?: readonly Stored[]
  not?: readonly Stored[]
  /** The operator, or this value of it, is a 400 there. */
  isRefused?: boolean
  why: string
}

export interface Row {
  operator: string
  value?: Stored
  /** The values that match. */
  holds: readonly Stored[]
  /** An equivalent SQL comparison of `properties.p`. */
  sql?: string
  flags?: Exception
  persons?: Exception
  /** Everything that queries the columnar store: insights, SQL, cohorts, the list of events. */
  columns?: Exception
  why?: string
}

const key = (value: Stored) => JSON.stringify(value) ?? 'missing'
export const isSame = (a: Stored, b: Stored) => key(a) === key(b)
const allBut = (...values: Stored[]) => VALUES.filter((each) => !values.some((value) => isSame(each, value)))

const TENS: Stored[] = ['10', 10, ' 10 ', '1e1']
const NINES: Stored[] = [9.5, '9.5']
const SMALL: Stored[] = [-3, 1, '1', 0, '0']
const UNIX: Stored[] = [SECONDS, SECONDS_TEXT, MILLISECONDS]
const CONTAINING_PRO: Stored[] = ['Pro', 'pro', 'professional', LIST, OBJECT]
const SAME_MOMENT: Stored[] = [LOCAL, WITH_Z, ...UNIX, MAIL]
/** Whole numbers and decimal numbers are versions, and the part behind a hyphen does not count. */
const DATES_AS_VERSIONS: Stored[] = [DAY, LOCAL, WITH_Z, WITH_OFFSET]
const NUMBERS_AS_VERSIONS: Stored[] = ['10', 10, ' 10 ', 9.5, '9.5', ...UNIX]
const HIGH_VERSIONS: Stored[] = ['1.10.0', '2.0.0-rc.1', ...NUMBERS_AS_VERSIONS, ...DATES_AS_VERSIONS]

const CASE = 'SDKs compare whole texts case-insensitively'
const AS_JAVASCRIPT_TEXT = 'SDKs treat a list of texts as one text with commas'
const NULL_IS_A_VALUE = 'to SDKs, an explicit null is a value'
const NOT_IN_SDKS = 'SDKs do not know the operator'
const NEEDS_VALUE = 'a flag condition must have a value to compare with'
const BY_TEXT =
  'where one side is not a number, SDKs compare both as text; they also read the number that a text begins with'
const STRICT_VERSIONS =
  'SDKs refuse leading zeros, ignore what follows the third part, and read a list of one as its item'
const UTC = 'SDKs know no project: dates without an offset are in UTC, and numbers are milliseconds since 1970'
const NO_TIME_IN_SDKS = 'SDKs know ISO 8601 and relative times in whole hours, days, weeks, months and years'
const NOT_IN_PERSONS = 'the list of persons does not offer it'
const EMPTY_OBJECT = 'a JSON column keeps the leaves of an object, and an empty object has none'
const OBJECT_AMONG_TEXTS = 'where the definition of a property names a type, the text of objects is not searched'

const equality: Row[] = [
  { operator: 'exact', value: 'Pro', holds: ['Pro'], sql: "properties.p = 'Pro'", flags: { also: ['pro'], why: CASE } },
  { operator: 'exact', value: ['Pro', '10'], holds: ['Pro', '10', 10], flags: { also: ['pro'], why: CASE } },
  {
    operator: 'exact',
    value: 10,
    holds: ['10', 10],
    sql: 'properties.p = 10',
    why: 'compared as text, and spaces are part of the text',
  },
  { operator: 'exact', value: '10', holds: ['10', 10], sql: "properties.p = '10'" },
  { operator: 'exact', value: 9.5, holds: NINES, sql: 'properties.p = 9.5' },
  {
    operator: 'exact',
    value: true,
    holds: [true, 'true'],
    sql: 'properties.p = true',
    why: 'a boolean is true or false, not 1 or 0, and its text is lower case',
    flags: { also: ['True'], why: CASE },
  },
  { operator: 'exact', value: 'true', holds: [true, 'true'], flags: { also: ['True'], why: CASE } },
  { operator: 'exact', value: ['true'], holds: [true, 'true'], flags: { also: ['True'], why: CASE } },
  { operator: 'exact', value: false, holds: [false, 'false'], sql: 'properties.p = false' },
  { operator: 'exact', value: 1, holds: [1, '1'], sql: 'properties.p = 1' },
  { operator: 'exact', value: '', holds: [''], sql: "properties.p = ''", why: 'an empty text is a value' },
  {
    operator: 'exact',
    value: [],
    holds: VALUES,
    why: 'an unfinished filter filters nothing',
    flags: { isRefused: true, why: NEEDS_VALUE },
  },
  {
    operator: 'exact',
    value: null,
    holds: VALUES,
    why: 'an unfinished filter filters nothing',
    flags: { isRefused: true, why: NEEDS_VALUE },
  },
  {
    operator: 'is_not',
    value: 'Pro',
    holds: allBut('Pro'),
    sql: "properties.p != 'Pro'",
    flags: { not: ['pro'], why: CASE },
  },
  { operator: 'is_not', value: ['Pro', 10], holds: allBut('Pro', '10', 10), flags: { not: ['pro'], why: CASE } },
  {
    operator: 'is_not',
    value: true,
    holds: allBut(true, 'true'),
    sql: 'properties.p != true',
    flags: { not: ['True'], why: CASE },
  },
  { operator: 'is_not', value: '', holds: allBut(''), sql: "properties.p != ''", why: 'a missing value is not empty' },
  {
    operator: 'in',
    value: ['Pro', '10'],
    holds: ['Pro', '10', 10],
    sql: "properties.p in ('Pro', '10')",
    flags: { also: ['pro'], why: CASE },
  },
  {
    operator: 'not_in',
    value: ['Pro', '10'],
    holds: allBut('Pro', '10', 10),
    sql: "properties.p not in ('Pro', '10')",
    flags: { not: ['pro'], why: CASE },
  },
]

const texts: Row[] = [
  {
    operator: 'icontains',
    value: 'PRO',
    holds: CONTAINING_PRO,
    sql: "properties.p ilike '%PRO%'",
    why: 'the text of a list or an object is its JSON',
    columns: { not: [OBJECT], why: OBJECT_AMONG_TEXTS },
  },
  {
    operator: 'icontains',
    value: 'é',
    holds: ['Éclair'],
    sql: "properties.p ilike '%é%'",
    flags: { not: ['Éclair'], why: 'SDKs fold the case of A to Z only' },
  },
  {
    operator: 'icontains',
    value: ['pro', 'soon'],
    holds: [...CONTAINING_PRO, 'soon'],
    columns: { not: [OBJECT], why: OBJECT_AMONG_TEXTS },
    flags: { not: [...CONTAINING_PRO, 'soon'], why: AS_JAVASCRIPT_TEXT },
  },
  {
    operator: 'icontains',
    value: 'ull',
    holds: [],
    flags: { also: [null], why: NULL_IS_A_VALUE },
  },
  {
    operator: 'icontains',
    value: '',
    holds: allBut(missing, null),
    columns: { not: [{}, OBJECT], why: OBJECT_AMONG_TEXTS },
    flags: { also: [null], why: NULL_IS_A_VALUE },
  },
  { operator: 'icontains', value: '%', holds: [], why: 'a percent sign is an ordinary character' },
  {
    operator: 'not_icontains',
    value: 'pro',
    holds: allBut(...CONTAINING_PRO),
    sql: "properties.p not ilike '%pro%'",
    columns: { also: [OBJECT], why: OBJECT_AMONG_TEXTS },
  },
  {
    operator: 'icontains_multi',
    value: ['pro', 'soon'],
    holds: [...CONTAINING_PRO, 'soon'],
    columns: { not: [OBJECT], why: OBJECT_AMONG_TEXTS },
    flags: { isRefused: true, why: NOT_IN_SDKS },
  },
  {
    operator: 'not_icontains_multi',
    value: ['pro', 'soon'],
    holds: allBut(...CONTAINING_PRO, 'soon'),
    columns: { also: [OBJECT], why: OBJECT_AMONG_TEXTS },
    flags: { isRefused: true, why: NOT_IN_SDKS },
  },
  {
    operator: 'starts_with',
    value: 'PRO',
    holds: ['Pro', 'pro', 'professional'],
    flags: { also: [LIST], why: AS_JAVASCRIPT_TEXT },
  },
  {
    operator: 'not_starts_with',
    value: 'PRO',
    holds: allBut('Pro', 'pro', 'professional'),
    flags: { not: [LIST], why: AS_JAVASCRIPT_TEXT },
  },
  { operator: 'ends_with', value: 'RO', holds: ['Pro', 'pro'] },
  { operator: 'not_ends_with', value: 'RO', holds: allBut('Pro', 'pro') },
  {
    operator: 'regex',
    value: '^pro',
    holds: ['pro', 'professional'],
    sql: "properties.p =~ '^pro'",
    why: 'patterns are case-sensitive',
  },
  { operator: 'regex', value: '\\bpro\\b', holds: ['pro'] },
  {
    operator: 'regex',
    value: ['^Pro$', '^soo'],
    holds: ['Pro', 'soon'],
    flags: { not: ['Pro', 'soon'], why: AS_JAVASCRIPT_TEXT },
  },
  {
    operator: 'not_regex',
    value: '^pro',
    holds: allBut('pro', 'professional'),
    sql: "properties.p !~ '^pro'",
  },
  {
    operator: 'not_regex',
    value: ['^Pro$', '^soo'],
    holds: allBut('Pro', 'soon'),
    flags: { also: ['Pro', 'soon'], why: AS_JAVASCRIPT_TEXT },
  },
  {
    operator: 'is_cleaned_path_exact',
    value: 'Pro',
    holds: ['Pro'],
    why: 'the project has no path cleaning rules',
    flags: { isRefused: true, why: NOT_IN_SDKS },
    persons: { isRefused: true, why: NOT_IN_PERSONS },
  },
]

/** The values above 9.5 for SDKs that are not numbers: texts after "9.5", and texts that begin with a number. */
const ABOVE_BY_TEXT: Stored[] = [
  'Pro',
  'pro',
  'professional',
  'Éclair',
  true,
  'true',
  'True',
  false,
  'false',
  LIST,
  NUMBERS,
  {},
  OBJECT,
  ...DATES_AS_VERSIONS,
  MAIL,
  'soon',
  'v1.2.3',
]
const BELOW_BY_TEXT: Stored[] = ['', [], '1.10.0', '2.0.0-rc.1', '1.2.3.4', '01.2.3']

const numbers: Row[] = [
  {
    operator: 'gt',
    value: 9.5,
    holds: [...TENS, ...UNIX],
    sql: 'properties.p > 9.5',
    why: 'text that holds a number counts, even with spaces around it; booleans and lists are not numbers',
    flags: { also: ABOVE_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'gt',
    value: '9.5',
    holds: [...TENS, ...UNIX],
    flags: { also: ABOVE_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'gte',
    value: 9.5,
    holds: [...TENS, ...NINES, ...UNIX],
    sql: 'properties.p >= 9.5',
    flags: { also: ABOVE_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'min',
    value: 9.5,
    holds: [...TENS, ...NINES, ...UNIX],
    flags: { also: ABOVE_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'lt',
    value: 9.5,
    holds: SMALL,
    sql: 'properties.p < 9.5',
    why: 'a missing or empty value is not less than anything',
    flags: { also: BELOW_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'lte',
    value: 9.5,
    holds: [...SMALL, ...NINES],
    sql: 'properties.p <= 9.5',
    flags: { also: BELOW_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'max',
    value: 9.5,
    holds: [...SMALL, ...NINES],
    flags: { also: BELOW_BY_TEXT, why: BY_TEXT },
  },
  {
    operator: 'between',
    value: [9.5, '10'],
    holds: [...TENS, ...NINES],
    sql: 'properties.p between 9.5 and 10',
    why: 'both bounds are inclusive',
    flags: { isRefused: true, why: NOT_IN_SDKS },
  },
  {
    operator: 'not_between',
    value: [9.5, 10],
    holds: [...SMALL, ...UNIX],
    why: 'a value that is not a number is neither within nor outside',
    flags: { isRefused: true, why: NOT_IN_SDKS },
  },
]

const presence: Row[] = [
  {
    operator: 'is_set',
    holds: allBut(missing, null),
    sql: 'properties.p is not null',
    columns: { not: [{}], why: EMPTY_OBJECT },
    flags: { also: [null], why: NULL_IS_A_VALUE },
  },
  {
    operator: 'is_not_set',
    holds: [missing, null],
    sql: 'properties.p is null',
    columns: { also: [{}], why: EMPTY_OBJECT },
    flags: { not: [null], why: NULL_IS_A_VALUE },
  },
]

/** What JavaScript parses as a time: every number, and texts that begin like the number of a month. */
const JAVASCRIPT_TIMES: Stored[] = ['10', 10, ' 10 ', 9.5, '9.5', -3, 1, '1', 0, '0', SECONDS, '1.10.0', '01.2.3']

const dates: Row[] = [
  {
    operator: 'is_date_exact',
    value: LOCAL,
    holds: SAME_MOMENT,
    flags: { also: [WITH_OFFSET], not: [WITH_Z, ...UNIX, MAIL], why: UTC },
  },
  {
    operator: 'is_date_exact',
    value: WITH_Z,
    holds: SAME_MOMENT,
    flags: { not: [LOCAL, SECONDS, SECONDS_TEXT], why: UTC },
  },
  {
    operator: 'is_date_exact',
    value: DAY,
    holds: [DAY],
    why: 'a date without a time means its first moment',
  },
  {
    operator: 'is_date_after',
    value: '2024-01-31 02:00:00',
    holds: SAME_MOMENT,
    why: 'both sides use the zone of the project: 3 h is after 2 h, and midnight is not',
    flags: { also: [WITH_OFFSET], not: [SECONDS, SECONDS_TEXT], why: UTC },
  },
  {
    operator: 'is_date_after',
    value: '2024-01-31T02:00:00-05:00',
    holds: SAME_MOMENT,
    flags: { not: [LOCAL, SECONDS, SECONDS_TEXT], why: UTC },
  },
  {
    operator: 'is_date_before',
    value: '2024-01-31 02:00:00',
    holds: [DAY, WITH_OFFSET],
    flags: { also: JAVASCRIPT_TIMES, not: [WITH_OFFSET], why: UTC },
  },
  {
    operator: 'is_date_before',
    value: DAY,
    holds: [WITH_OFFSET],
    why: 'midnight in New York is five hours after midnight in UTC',
    flags: { also: JAVASCRIPT_TIMES, not: [WITH_OFFSET], why: UTC },
  },
  {
    operator: 'is_date_before',
    value: '-7d',
    holds: [DAY, WITH_OFFSET, ...SAME_MOMENT],
    flags: { also: JAVASCRIPT_TIMES, not: [SECONDS_TEXT], why: UTC },
  },
  { operator: 'is_date_after', value: '-7d', holds: [] },
  {
    operator: 'is_date_exact',
    value: SECONDS_TEXT,
    holds: SAME_MOMENT,
    flags: { isRefused: true, why: NO_TIME_IN_SDKS },
  },
  {
    operator: 'is_date_before',
    value: '-1q',
    holds: [DAY, WITH_OFFSET, ...SAME_MOMENT],
    flags: { isRefused: true, why: NO_TIME_IN_SDKS },
  },
  {
    operator: 'is_date_before',
    value: 'yStart',
    holds: [DAY, WITH_OFFSET, ...SAME_MOMENT],
    flags: { isRefused: true, why: NO_TIME_IN_SDKS },
  },
]

const versions: Row[] = [
  {
    operator: 'semver_eq',
    value: '1.2.3',
    holds: ['v1.2.3', '01.2.3'],
    flags: { also: ['1.2.3.4'], not: ['01.2.3'], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_eq',
    value: '2',
    holds: ['2.0.0-rc.1'],
    why: 'missing parts are 0, and what follows a hyphen does not count',
  },
  {
    operator: 'semver_neq',
    value: '1.2.3',
    holds: [...HIGH_VERSIONS, 1, '1', 0, '0'],
    why: 'a value that is not a version is not another version',
    flags: { also: [NUMBERS], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_gt',
    value: '1.9',
    holds: HIGH_VERSIONS,
    flags: { also: [NUMBERS], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_gte',
    value: '2.0.0',
    holds: ['2.0.0-rc.1', ...NUMBERS_AS_VERSIONS, ...DATES_AS_VERSIONS],
    flags: { also: [NUMBERS], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_lt',
    value: '1.2.3',
    holds: [1, '1', 0, '0'],
  },
  {
    operator: 'semver_lte',
    value: 'v1.2.3',
    holds: [1, '1', 0, '0', 'v1.2.3', '01.2.3'],
    flags: { also: ['1.2.3.4'], not: ['01.2.3'], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_tilde',
    value: '1.2.3',
    holds: ['v1.2.3', '01.2.3'],
    flags: { also: ['1.2.3.4'], not: ['01.2.3'], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_caret',
    value: '1.2.3',
    holds: ['v1.2.3', '01.2.3', '1.10.0'],
    flags: { also: ['1.2.3.4'], not: ['01.2.3'], why: STRICT_VERSIONS },
  },
  {
    operator: 'semver_wildcard',
    value: '1.2.*',
    holds: ['v1.2.3', '01.2.3'],
    flags: { also: ['1.2.3.4'], not: ['01.2.3'], why: STRICT_VERSIONS },
  },
]

export const TABLE: readonly Row[] = [...equality, ...texts, ...numbers, ...presence, ...dates, ...versions]

/** The values that a row matches in one of the places, in the order of `VALUES`. */
export function expected({ holds }: Row, exception: Exception | undefined): Stored[] {
  const { also = [], not = [] } = exception ?? {}
  return VALUES.filter(
    (value) => [...holds, ...also].some((each) => isSame(each, value)) && !not.some((each) => isSame(each, value)),
  )
}
