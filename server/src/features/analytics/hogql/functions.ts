/**
 * The allowlist of functions that a query may call. All others are refused, including functions that read files, open
 * URLs, sleep or inspect the server. Names are ClickHouse's; in `a:b`, PostHog's name `a` maps to ClickHouse's `b`.
 */

export type Kind = 'function' | 'aggregate' | 'window'

export interface AllowedFunction {
  /** Name in ClickHouse. */
  name: string
  kind: Kind
}

const FUNCTIONS = `
  plus minus multiply divide intDiv intDivOrZero modulo moduloOrZero positiveModulo negate abs gcd lcm max2 min2
  equals notEquals less greater lessOrEquals greaterOrEquals and or xor not
  isEmpty:empty isNotEmpty:notEmpty isNull isNotNull coalesce ifNull nullIf assumeNotNull toNullable isNaN isFinite isInfinite ifNotFinite
  if multiIf least greatest
  toInt:toInt64OrNull _toInt8:toInt8 _toInt16:toInt16 _toInt32:toInt32 _toInt64:toInt64 _toUInt64:toUInt64 _toUInt128:toUInt128
  toIntOrZero:toInt64OrZero toFloat:toFloat64OrNull toFloatOrZero:toFloat64OrZero toFloatOrDefault:toFloat64OrDefault
  toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64 toInt64OrNull toFloat64OrNull
  toInt64OrZero toFloat64OrZero toUInt64OrNull toUInt64OrZero toUInt32OrNull toUInt8OrNull toInt32OrNull
  accurateCast accurateCastOrNull toTypeName
  toDecimal:toDecimal64 toDecimal32 toDecimal64 toDecimal128 toUUID toUUIDOrNull toUUIDOrZero toString toBool toJSONString toFixedString
  toDate:toDateOrNull toDateOrNull toDate32 toDateTime toDateTimeOrNull:parseDateTimeBestEffortOrNull toDateTime64 toDateTimeUS:parseDateTimeBestEffortUS
  parseDateTime parseDateTimeOrNull parseDateTimeBestEffort parseDateTimeBestEffortOrNull parseDateTimeBestEffortOrZero
  parseDateTime64BestEffort parseDateTime64BestEffortOrNull
  toTimeZone toTimezone:toTimeZone timeZoneOf timeZoneOffset
  toYear toQuarter toMonth toDayOfYear toDayOfMonth toDayOfWeek toHour toMinute toSecond toMillisecond toISOYear toISOWeek toWeek toYearWeek
  toUnixTimestamp toUnixTimestamp64Milli toUnixTimestamp64Micro fromUnixTimestamp fromUnixTimestamp64Milli fromUnixTimestamp64Micro
  toStartOfYear toStartOfISOYear toStartOfQuarter toStartOfMonth toLastDayOfMonth toMonday toStartOfWeek toLastDayOfWeek toStartOfDay
  toStartOfHour toStartOfMinute toStartOfSecond toStartOfFiveMinutes:toStartOfFiveMinute toStartOfTenMinutes toStartOfFifteenMinutes toStartOfInterval
  toYYYYMM toYYYYMMDD toYYYYMMDDhhmmss toTime age dateDiff date_diff:dateDiff date_subtract:date_sub makeDate make_date:makeDate to_char:formatDateTime dateTrunc:date_trunc date_trunc dateAdd:date_add dateSub:date_sub date_add date_sub timeSlot timeSlots
  now now64 today yesterday monthName dateName formatDateTime
  addSeconds addMinutes addHours addDays addWeeks addMonths addQuarters addYears subtractSeconds subtractMinutes subtractHours
  subtractDays subtractWeeks subtractMonths subtractQuarters subtractYears addMilliseconds addMicroseconds subtractMilliseconds subtractMicroseconds
  toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth toIntervalQuarter toIntervalYear
  left:leftUTF8 right:rightUTF8 length empty notEmpty lengthUTF8 reverse reverseUTF8 lower upper lowerUTF8 upperUTF8 char_length:lengthUTF8 initcap
  concat concatWithSeparator substring substringUTF8 mid:substring substr:substring appendTrailingCharIfAbsent base58Encode base58Decode
  base64Encode base64Decode tryBase64Decode endsWith startsWith trim ltrim rtrim trimLeft trimRight trimBoth encodeXMLComponent
  decodeXMLComponent decodeHTMLComponent extractTextFromHTML ascii leftPad rightPad lpad:leftPad rpad:rightPad btrim:trim isValidUTF8 toValidUTF8 tryBase58Decode leftPadUTF8 rightPadUTF8 repeat format soundex
  replace:replaceAll replaceAll replaceOne replaceRegexpAll replaceRegexpOne regexpQuoteMeta translate translateUTF8 splitByString splitByChar splitByRegexp
  splitByWhitespace splitByNonAlpha arrayStringConcat alphaTokens tokens ngrams
  position positionCaseInsensitive positionUTF8 positionCaseInsensitiveUTF8 multiSearchAny multiSearchAnyCaseInsensitive match multiMatchAny multiMatchAnyIndex
  extract extractAll extractAllGroups:extractAllGroupsVertical extractGroups like ilike notLike notILike countSubstrings countSubstringsCaseInsensitive countMatches regexpExtract
  ngramDistance ngramSearch levenshteinDistance:editDistance editDistance jaroWinklerSimilarity damerauLevenshteinDistance
  multiSearchFirstPosition multiSearchFirstIndex multiSearchAllPositions multiMatchAllIndices extractAllGroupsVertical extractAllGroupsHorizontal
  hasToken hasTokenCaseInsensitive hasTokenOrNull hasSubsequence hasSubsequenceCaseInsensitive countMatchesCaseInsensitive locate
  in notIn
  exp log ln log2 exp2 log10 exp10 sqrt cbrt erf sin cos tan asin acos atan atan2 sinh cosh tanh pow power sign degrees radians pi e hypot factorial width_bucket
  round floor ceil trunc  roundBankers roundDown roundAge roundDuration
  bitAnd bitOr bitXor bitNot bitShiftLeft bitShiftRight bitRotateLeft bitRotateRight bitSlice bitTest bitTestAll bitTestAny bitCount bitHammingDistance
  JSONHas JSONLength JSONArrayLength:JSONLength JSONType JSONExtractUInt JSONExtractInt JSONExtractFloat JSONExtractBool JSONExtractString JSONExtract
  JSONExtractKeysAndValues JSONExtractRaw JSONExtractArrayRaw JSONExtractKeysAndValuesRaw JSONExtractKeys isValidJSON JSON_VALUE JSON_QUERY JSON_EXISTS
  domain domainWithoutWWW topLevelDomain firstSignificantSubdomain cutToFirstSignificantSubdomain protocol port path pathFull queryString fragment
  extractURLParameter extractURLParameters extractURLParameterNames cutURLParameter cutWWW cutQueryString cutFragment cutQueryStringAndFragment decodeURLComponent encodeURLComponent decodeURLFormComponent encodeURLFormComponent netloc queryStringAndFragment cutToFirstSignificantSubdomainWithWWW URLHierarchy URLPathHierarchy
  array range arrayConcat arrayElement has hasAll hasAny hasSubstr indexOf arrayCount countEqual arrayEnumerate arrayEnumerateUniq arrayPopBack arrayPopFront
  arrayPushBack arrayPushFront arrayResize arraySlice arraySort arrayReverseSort arrayUniq arrayJoin arrayDifference arrayDistinct arrayIntersect
  arrayReverse arrayFlatten arrayCompact arrayZip arrayMap arrayFilter arrayFold arrayFill arrayReverseFill arraySplit arrayExists arrayAll arrayFirst arrayLast
  arrayEnumerateDense arrayReverseSplit arrayWithConstant arrayFirstIndex arrayLastIndex arrayFirstOrNull arrayLastOrNull arrayMin arrayMax arraySum arrayAvg arrayCumSum arrayCumSumNonNegative arrayProduct arrayRotateLeft arrayRotateRight arrayShiftLeft arrayShiftRight emptyArrayToSingle arrayAUC
  tuple tupleElement untuple tupleConcat tuplePlus tupleMinus tupleMultiply tupleDivide tupleNegate tupleMultiplyByNumber tupleDivideByNumber tupleHammingDistance
  dotProduct L1Norm L2Norm LinfNorm L1Distance L2Distance LinfDistance cosineDistance map mapFromArrays mapContains mapKeys mapValues mapAdd mapSubtract mapFilter mapApply mapUpdate mapContainsKeyLike mapExtractKeyLike
  sipHash64 cityHash64 murmurHash3_64 xxHash64 farmHash64 halfMD5 MD5 SHA1 SHA256 hex unhex bin unbin javaHash intHash32 intHash64
  UUIDv7ToDateTime generateUUIDv4 generateUUIDv7
  IPv4NumToString IPv4StringToNum IPv4StringToNumOrNull IPv6NumToString isIPv4String isIPv6String isIPAddressInRange toIPv4OrNull toIPv6OrNull
  greatCircleDistance geoDistance pointInEllipses bar formatReadableDecimalSize formatReadableSize formatReadableQuantity formatReadableTimeDelta transform identity materialize
  toLowCardinality:toString`

const AGGREGATES = `
  count uniq uniqExact uniqCombined uniqCombined64 uniqHLL12 uniqTheta uniqUpTo min max sum avg any anyLast anyHeavy argMin argMax
  sumWithOverflow avgWeighted stddevPop stddevSamp varPop varSamp covarPop covarSamp corr
  array_agg:groupArray groupArrayLast groupArraySample countDistinct:uniqExact sumCount sumKahan rankCorr singleValueOrNull deltaSumTimestamp
  quantileExactLow quantileExactHigh groupArray groupUniqArray groupArraySorted groupArrayMovingAvg groupArrayMovingSum groupBitAnd groupBitOr groupBitXor groupBitmap groupConcat
  median medianExact medianTDigest quantile quantiles quantileExact quantilesExact quantileExactInclusive quantileExactExclusive quantileTDigest quantileTiming
  quantileDeterministic quantileExactWeighted quantilesExactInclusive topK topKWeighted sumMap minMap maxMap kurtPop kurtSamp skewPop skewSamp deltaSum
  simpleLinearRegression entropy boundingRatio windowFunnel retention sequenceMatch sequenceCount maxIntersections intervalLengthSum
  first_value last_value exponentialMovingAverage studentTTest welchTTest mannWhitneyUTest`

const WINDOWS =
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead lagInFrame leadInFrame nth_value first_value last_value'

/** Suffixes that turn one aggregate into another. */
const COMBINATORS = ['If', 'Distinct', 'Array', 'OrNull', 'OrDefault', 'Map', 'ForEach', 'ArgMin', 'ArgMax']

const entries = (list: string, kind: Kind): [string, AllowedFunction][] =>
  list
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [name, own] = item.split(':') as [string, string?]
      return [name, { name: own ?? name, kind }]
    })

const ALLOWED = new Map<string, AllowedFunction>([
  ...entries(WINDOWS, 'window'),
  ...entries(AGGREGATES, 'aggregate'),
  ...entries(FUNCTIONS, 'function'),
])
const LOWER = new Map([...ALLOWED].map(([name, allowed]) => [name.toLowerCase(), allowed]))

/**
 * Looks up a function, case-insensitively if there is no exact match. Aggregates may have combinator suffixes such as
 * `If`.
 */
export function findFunction(name: string): AllowedFunction | null {
  const exact = ALLOWED.get(name) ?? LOWER.get(name.toLowerCase())
  if (exact) return exact
  for (const end of COMBINATORS) {
    if (!name.endsWith(end)) continue
    const base = findFunction(name.slice(0, -end.length))
    if (base?.kind === 'aggregate') return { name: base.name + end, kind: 'aggregate' }
  }
  return null
}

/** Names of the engine's functions, for autocompletion. */
export function engineFunctionNames(): string[] {
  return [...ALLOWED.keys()].filter((name) => !name.startsWith('_'))
}

/** Types that `CAST` and `::` accept. */
const CAST_TYPES = new Map(
  Object.entries({
    int: 'Int64',
    integer: 'Int64',
    bigint: 'Int64',
    smallint: 'Int16',
    float: 'Float64',
    double: 'Float64',
    real: 'Float32',
    boolean: 'Bool',
    bool: 'Bool',
    string: 'String',
    text: 'String',
    varchar: 'String',
    date: 'Date',
    datetime: "DateTime64(6, 'UTC')",
    timestamp: "DateTime64(6, 'UTC')",
    uuid: 'UUID',
    int8: 'Int8',
    int16: 'Int16',
    int32: 'Int32',
    int64: 'Int64',
    uint8: 'UInt8',
    uint16: 'UInt16',
    uint32: 'UInt32',
    uint64: 'UInt64',
    float32: 'Float32',
    float64: 'Float64',
  }),
)

export function findCastType(name: string): string | null {
  return CAST_TYPES.get(name.trim().toLowerCase()) ?? null
}
