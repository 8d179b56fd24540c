/**
 * How far each actor got in a funnel, and when. One pass over the actor's events in time order, run by ClickHouse.
 *
 * For each step, the pass keeps the newest attempt that reached it, as a list of step times. An event advances an
 * attempt from the previous step if the event is within the window of the attempt's first step. Each attempt can
 * advance to a step only once. The result is the furthest attempt, and among equals the one that got there first.
 */
import { type Expr, exprTemplate } from '../hogql/index.ts'

export interface Exclusion {
  /** Zero-based steps: the excluded event occurs after this one… */
  from: number
  /** …and before this one. */
  to: number
}

export interface AttemptRules {
  order: 'ordered' | 'strict' | 'unordered'
  steps: number
  /** Window in microseconds, measured from the first step, end inclusive. */
  window: number
  exclusions: readonly Exclusion[]
  /** Zero-based steps that may be skipped. */
  optional: ReadonlySet<number>
}

/** Time recorded for a skipped step. */
export const SKIPPED = -1

const EMPTY = 'arraySlice([toInt64(0)], 1, 0)'
const all = (...conditions: string[]) => (conditions.length === 1 ? conditions[0]! : `and(${conditions.join(', ')})`)
const any = (...conditions: string[]) =>
  conditions.length === 0 ? '0' : conditions.length === 1 ? conditions[0]! : `or(${conditions.join(', ')})`
const bit = (index: number) => `bitTest(event.3, ${index})`

/**
 * The step times of the furthest attempt in microseconds, first step first. Empty if there is no attempt or it was
 * excluded.
 * @param events sorted list of `(microseconds, order among equal times, bits)`. Bit n is set if the event matches step
 * n; the bits after the steps are the exclusions.
 */
export function furthestAttempt(rules: AttemptRules, events: Expr): Expr {
  const text = rules.order === 'unordered' ? unordered(rules) : ordered(rules)
  return exprTemplate(text, { events })
}

function ordered({ order, steps, window, exclusions, optional }: AttemptRules): string {
  const excludes = exclusions.length > 0
  const times = (step: number) => `acc.${step}`
  const flag = (step: number) => `acc.${steps + step}`
  const best = `acc.${excludes ? steps * 2 + 1 : steps + 1}`
  const bestFlag = `acc.${steps * 2 + 2}`
  const inWindow = (attempt: string) => `lessOrEquals(minus(event.1, arrayElement(${attempt}, 1)), ${window})`
  // Steps are counted from 1, like attempt levels.
  const isHit = (step: number) =>
    any(
      ...exclusions.flatMap(({ from, to }, index) =>
        step > from && step <= to ? [all(bit(steps + index), `notEmpty(${times(step)})`, inWindow(times(step)))] : [],
      ),
    )
  const flagAfter = (step: number) => (isHit(step) === '0' ? flag(step) : `or(${flag(step)}, ${isHit(step)})`)
  const sources = (step: number): number[] => {
    const list = [step - 1]
    for (let source = step - 1; source > 1 && optional.has(source - 1); source--) list.push(source - 1)
    return list
  }
  const advances = (step: number, source: number) =>
    all(
      bit(step - 1),
      `notEmpty(${times(source)})`,
      inWindow(times(source)),
      ...(order === 'ordered'
        ? [
            `not(and(notEmpty(${times(step)}), equals(arrayElement(${times(step)}, 1), arrayElement(${times(source)}, 1))))`,
          ]
        : []),
      ...(excludes ? [`not(${flagAfter(source)})`] : []),
    )
  const advanced = (step: number, source: number) => {
    const skipped = Array.from({ length: step - source - 1 }, () => `toInt64(${SKIPPED})`)
    return `arrayConcat(${times(source)}, [${[...skipped, 'event.1'].join(', ')}])`
  }
  const branches = (step: number): [string, string][] =>
    step === 1
      ? [[bit(0), '[event.1]']]
      : sources(step).map((source) => [advances(step, source), advanced(step, source)])
  const levels = Array.from({ length: steps }, (_, index) => index + 1)
  const next = levels.map(
    (step) => `multiIf(${branches(step).flat().join(', ')}, ${order === 'strict' ? EMPTY : times(step)})`,
  )
  const nextFlags = excludes
    ? levels.map(
        (step) => `if(${any(...branches(step).map(([condition]) => condition))}, 0, toUInt8(${flagAfter(step)}))`,
      )
    : []
  const isFurther = (step: number) =>
    excludes
      ? `or(less(length(${best}), ${step}), and(equals(length(${best}), ${step}), ${bestFlag}))`
      : `less(length(${best}), ${step})`
  const furthest = [...levels]
    .reverse()
    .flatMap((step) => branches(step).map(([condition, value]) => [all(condition, isFurther(step)), value] as const))
  const nextBest = `multiIf(${furthest.flat().join(', ')}, ${best})`
  const bestIsHit = any(
    ...exclusions.map(({ from, to }, index) =>
      all(
        bit(steps + index),
        `greater(length(${best}), ${from})`,
        `lessOrEquals(length(${best}), ${to})`,
        inWindow(best),
      ),
    ),
  )
  const nextBestFlag = excludes
    ? [`if(${any(...furthest.map(([condition]) => condition))}, 0, toUInt8(or(${bestFlag}, ${bestIsHit})))`]
    : []
  const start = [
    ...levels.map(() => EMPTY),
    ...(excludes ? levels.map(() => 'toUInt8(0)') : []),
    EMPTY,
    ...(excludes ? ['toUInt8(0)'] : []),
  ]
  const fold = `arrayFold((acc, event) -> tuple(${[...next, ...nextFlags, nextBest, ...nextBestFlag].join(', ')}), {events}, tuple(${start.join(', ')}))`
  const result = excludes ? steps * 2 + 1 : steps + 1
  return excludes
    ? `if(equals(tupleElement(${fold}, ${result + 1}), 1), ${EMPTY}, tupleElement(${fold}, ${result}))`
    : `tupleElement(${fold}, ${result})`
}

/**
 * Like `furthestAttempt`, for funnels in which no event matches two steps. Most funnels are like that, and this takes a
 * third of the time.
 * @param events sorted numbers: microseconds times 64, plus the zero-based step
 */
export function furthestSimpleAttempt({ steps, window }: AttemptRules, events: Expr): Expr {
  const step = (event: string) => `bitAnd(${event}, 63)`
  const levels = Array.from({ length: steps }, (_, index) => index + 1)
  const best = `acc.${steps + 1}`
  const time = 'bitShiftRight(event, 6)'
  const first = (level: number) => `arrayElement(acc.${level}, 1)`
  const advances = (level: number) =>
    level === 1
      ? `equals(${step('event')}, 0)`
      : all(
          `equals(${step('event')}, ${level - 1})`,
          `notEmpty(acc.${level - 1})`,
          `lessOrEquals(minus(${time}, ${first(level - 1)}), ${window})`,
          `not(and(notEmpty(acc.${level}), equals(${first(level)}, ${first(level - 1)})))`,
        )
  const advanced = (level: number) => (level === 1 ? `[${time}]` : `arrayPushBack(acc.${level - 1}, ${time})`)
  const next = levels.map((level) => `if(${advances(level)}, ${advanced(level)}, acc.${level})`)
  const nextBest = `multiIf(${[...levels]
    .reverse()
    .flatMap((level) => [all(`less(length(${best}), ${level})`, advances(level)), advanced(level)])
    .join(', ')}, ${best})`
  // In a run of events of the same step, only the last matters for the first step, and only the first for later steps.
  const kept = `arrayFilter((event, before, after) -> if(equals(${step('event')}, 0), notEquals(${step('after')}, 0), notEquals(${step('before')}, ${step('event')})), {events}, arrayConcat([toInt64(63)], arrayPopBack({events})), arrayPushBack(arrayPopFront({events}), toInt64(63)))`
  return exprTemplate(
    `tupleElement(arrayFold((acc, event) -> tuple(${[...next, nextBest].join(', ')}), ${kept}, tuple(${[...levels.map(() => EMPTY), EMPTY].join(', ')})), ${steps + 1})`,
    { events },
  )
}

/** Any order. For each step, keeps its times within the last window; the level is the number of steps that have one. */
function unordered({ steps, window, exclusions }: AttemptRules): string {
  const levels = Array.from({ length: steps }, (_, index) => index + 1)
  const best = `acc.${steps + 1}`
  const isExcluded = exclusions.length > 0 ? any(...exclusions.map((_, index) => bit(steps + index))) : null
  const next = levels.map((step) => {
    const kept = `arrayFilter(time -> greaterOrEquals(time, minus(event.1, ${window})), if(${bit(step - 1)}, arrayPushBack(acc.${step}, event.1), acc.${step}))`
    return isExcluded ? `if(${isExcluded}, ${EMPTY}, ${kept})` : kept
  })
  const firsts = `arraySort(arrayConcat(${next.map((list) => `arraySlice(${list}, 1, 1)`).join(', ')}))`
  const grown = `if(greater(length(${firsts}), length(${best})), ${firsts}, ${best})`
  const nextBest = isExcluded ? `if(and(${isExcluded}, less(length(${best}), ${steps})), ${EMPTY}, ${grown})` : grown
  return `tupleElement(arrayFold((acc, event) -> tuple(${[...next, nextBest].join(', ')}), {events}, tuple(${[...levels.map(() => EMPTY), EMPTY].join(', ')})), ${steps + 1})`
}

/**
 * The furthest attempt, in any order, that starts in a period. Only its length is meaningful: its times are zeros.
 * @param events as in `furthestAttempt`, with the period as fourth element
 */
export function unorderedByPeriod({ steps, window, exclusions }: AttemptRules, events: Expr, period: Expr): Expr {
  const isExcluded = any(...exclusions.map((_, index) => `bitTest(other.3, ${steps + index})`))
  const end =
    exclusions.length > 0
      ? `least(plus(start.1, ${window}), minus(arrayMin(arrayConcat([toInt64(9000000000000000000)], arrayMap(other -> other.1, arrayFilter(other -> and(${isExcluded}, greaterOrEquals(other.1, start.1)), {events})))), 1))`
      : `plus(start.1, ${window})`
  const levels = Array.from(
    { length: steps },
    (_, step) =>
      `toUInt8(arrayExists(each -> and(bitTest(each.3, ${step}), greaterOrEquals(each.1, start.1), lessOrEquals(each.1, ${end})), {events}))`,
  )
  const sum = levels.length === 1 ? levels[0]! : levels.reduce((left, right) => `plus(${left}, ${right})`)
  return exprTemplate(
    `arrayMap(each -> toInt64(0), range(toUInt32(arrayMax(arrayMap(start -> ${sum}, arrayFilter(start -> equals(start.4, {period}), {events}))))))`,
    { events, period },
  )
}
