/** Correlation: what actors who completed a funnel did, or have, more often than those who did not. */
import type { CorrelationItem, CorrelationResult } from '@hedgerow/shared/query/results'
import type { FunnelCorrelationActorsQuery, FunnelCorrelationQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  exprTemplate,
  field,
  moment,
  or,
  propertyValue,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { entityCondition, eventNames } from './entities.ts'
import { funnelActorsCondition } from './funnel-actors.ts'
import { attemptsQuery, type Funnel, openFunnel } from './funnels.ts'

const PRIOR = 1
const EACH_MAX = 10
const SHARE_MIN = 0.02
const COUNT_MIN = 25
const SKEW = 10

interface Open {
  query: FunnelCorrelationQuery
  funnel: Funnel
  /** `member, converted, low, high` (microseconds) for every actor who entered the funnel. */
  members: Select
}

async function open(query: FunnelCorrelationQuery, asker: Asker): Promise<Open> {
  const funnel = { ...(await openFunnel(query.source.source, asker)), breakdown: null }
  const { steps, window } = funnel.rules
  const entered = funnelActorsCondition(
    funnel,
    query.source.funnelStep && query.source.funnelStep > 0 ? query.source.funnelStep : 1,
  )
  const members = selectTemplate(
    `SELECT actor AS member, greaterOrEquals(length(attempt), ${steps}) AS converted, arrayElement(attempt, 1) AS low,
       if(greaterOrEquals(length(attempt), ${steps}), arrayElement(attempt, ${steps}), plus(arrayElement(attempt, 1), ${window})) AS high
     FROM {source} WHERE ${entered}`,
    { source: attemptsQuery(funnel, asker, { exactTimes: true }) },
  )
  return { query, funnel, members }
}

/** `member, converted` and the given columns, for events between a member's first step and the end of their attempt. */
function eventsOfMembers(
  { funnel, members }: Open,
  columns: string,
  values: Record<string, Expr>,
  asker: Asker,
): Select {
  const { query, range } = funnel
  const own = query.series.map((node) => eventNames(node, asker))
  const names = [...new Set(own.flatMap((each) => each ?? []))]
  const group = query.aggregation_group_type_index
  const { where = constant(true), ...rest } = values
  return selectTemplate(
    `SELECT DISTINCT member, converted, ${columns} FROM (
       SELECT {actor} AS actor, toUnixTimestamp64Micro(timestamp) AS time, event, {value} AS value FROM events WHERE {conditions}
     ) AS happened JOIN {members} AS members ON happened.actor = members.member WHERE time > low AND time < high`,
    {
      value: constant(0),
      ...rest,
      actor: asker.actor(group),
      members,
      conditions: and(
        compare('>=', field('timestamp'), moment(range.from)),
        compare('<', field('timestamp'), moment(range.to)),
        asker.hasActor(group),
        names.length > 0
          ? compare('not in', field('event'), { node: 'Tuple', exprs: names.map((name) => constant(name)) })
          : constant(true),
        where,
      ),
    },
  )
}

const listed = (names: readonly string[]): Expr => ({ node: 'Tuple', exprs: names.map((name) => constant(name)) })

/** `member, converted, candidate` for each candidate to test. */
function candidates(of: Open, asker: Asker): Select {
  const { query, members, funnel } = of
  switch (query.funnelCorrelationType ?? 'events') {
    case 'events': {
      const excluded = query.funnelCorrelationExcludeEventNames ?? []
      return eventsOfMembers(
        of,
        'event AS candidate',
        excluded.length > 0 ? { where: compare('not in', field('event'), listed(excluded)) } : {},
        asker,
      )
    }
    case 'event_with_properties': {
      const names = query.funnelCorrelationEventNames ?? []
      if (names.length === 0)
        throw errors.invalid('Event Property Correlation expects atleast one event name to run correlation on')
      const excluded = query.funnelCorrelationEventExcludePropertyNames ?? []
      const pairs = exprTemplate(
        `if(event = '$autocapture', [tuple('elements_chain', elements_chain)],
           arrayMap(pair -> tuple(pair.1, if(startsWith(pair.2, '"'), JSONExtractString(concat('[', pair.2, ']'), 1), pair.2)), arrayFilter(pair -> not(has({excluded}, pair.1)), JSONExtractKeysAndValuesRaw(properties))))`,
        { excluded: { node: 'Array', exprs: ['', ...excluded].map((name) => constant(name)) } },
      )
      return eventsOfMembers(
        of,
        'event, value',
        { where: compare('in', field('event'), listed(names)), value: pairs },
        asker,
      )
    }
    case 'properties': {
      const names = query.funnelCorrelationNames ?? []
      if (names.length === 0)
        throw errors.invalid('Property Correlation expects atleast one Property to run correlation on')
      const excluded = query.funnelCorrelationExcludeNames ?? []
      const group = funnel.query.aggregation_group_type_index
      const isGroup = group !== null && group !== undefined
      const table = isGroup ? 'groups' : 'persons'
      const pairs = names.includes('$all')
        ? exprTemplate(
            `arrayMap(pair -> concat(pair.1, '::', if(startsWith(pair.2, '"'), JSONExtractString(concat('[', pair.2, ']'), 1), pair.2)), arrayFilter(pair -> not(has({excluded}, pair.1)), JSONExtractKeysAndValuesRaw(ifNull(own.properties, '{}'))))`,
            { excluded: { node: 'Array', exprs: ['', ...excluded].map((name) => constant(name)) } },
          )
        : ({
            node: 'Array',
            exprs: names
              .filter((name) => !excluded.includes(name))
              .map((name) =>
                call(
                  'concat',
                  constant(`${name}::`),
                  call('ifNull', propertyValue('text', field('own', 'properties', name)), constant('')),
                ),
              ),
          } satisfies Expr)
      return selectTemplate(
        `SELECT DISTINCT member, converted, arrayJoin({pairs}) AS candidate FROM {members} AS members LEFT JOIN ${table} AS own ON ${isGroup ? `members.member = own.key AND own.index = ${group}` : 'members.member = own.id'}`,
        { members, pairs },
      )
    }
  }
}

export async function runCorrelation(
  query: FunnelCorrelationQuery,
  asker: Asker,
): Promise<{ results: CorrelationResult }> {
  if (query.source.source.series.length === 0) return { results: { events: [], skewed: false } }
  const of = await open(query, asker)
  const type = query.funnelCorrelationType ?? 'events'
  let source = candidates(of, asker)
  if (type === 'event_with_properties') source = withPairs(source)
  const [totals, found] = await Promise.all([
    asker.run(
      selectTemplate('SELECT countIf(converted), countIf(not(converted)) FROM {members}', { members: of.members }),
    ),
    asker.run(
      selectTemplate(
        'SELECT candidate, countIf(converted) AS success, countIf(not(converted)) AS failure FROM {source} GROUP BY candidate',
        { source },
      ),
    ),
  ])
  const [successes, failures] = totals.rows[0]!.map(Number) as [number, number]
  if (successes === 0 || failures === 0) return { results: { events: [], skewed: true } }
  const needed = Math.min(COUNT_MIN, SHARE_MIN * (successes + failures))
  const all = found.rows.flatMap(([name, s, f]): CorrelationItem[] => {
    const [success, failure] = [Number(s), Number(f)]
    if (success + failure < needed) return []
    if (type === 'event_with_properties' && success + failure <= 2) return []
    const ratio =
      ((success + PRIOR) * (failures - failure + PRIOR)) / ((successes - success + PRIOR) * (failure + PRIOR))
    return [
      {
        event: describeCandidate(String(name)),
        success_count: success,
        failure_count: failure,
        odds_ratio: ratio,
        correlation_type: ratio > 1 ? 'success' : 'failure',
      },
    ]
  })
  const name = ({ event }: CorrelationItem) => event.event
  const helps = all
    .filter((each) => each.correlation_type === 'success')
    .sort((a, b) => b.odds_ratio - a.odds_ratio || (name(a) < name(b) ? -1 : 1))
  const hinders = all
    .filter((each) => each.correlation_type === 'failure')
    .sort((a, b) => a.odds_ratio - b.odds_ratio || (name(a) < name(b) ? -1 : 1))
  return {
    results: {
      events: [...helps.slice(0, EACH_MAX), ...hinders.slice(0, EACH_MAX)],
      skewed: successes / failures > SKEW || failures / successes > SKEW,
    },
  }
}

/** For `$autocapture`, the whole element chain is the candidate. */
function describeCandidate(name: string): CorrelationItem['event'] {
  const chain = /^\$autocapture::elements_chain::([\s\S]*)$/.exec(name)?.[1]
  if (chain === undefined) return { event: name, properties: {}, elements: [] }
  const elements = chain.split(/;(?=[a-zA-Z][^"]*(?:"|$))/).map((text) => {
    const [head = '', ...rest] = text.split(':')
    const [tag, ...classes] = head.split('.')
    const attributes = Object.fromEntries(
      [...rest.join(':').matchAll(/([\w-]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [
        key!,
        value!.replaceAll('\\"', '"'),
      ]),
    )
    return {
      tag_name: tag,
      ...(classes.length > 0 && { attr_class: classes }),
      ...(attributes.text !== undefined && { text: attributes.text }),
      ...(attributes.href !== undefined && { href: attributes.href }),
      attributes,
    }
  })
  return { event: name, properties: {}, elements }
}

function withPairs(source: Select): Select {
  return selectTemplate(
    "SELECT DISTINCT member, converted, concat(event, '::', pair.1, '::', pair.2) AS candidate FROM (SELECT member, converted, event, arrayJoin(value) AS pair FROM {source})",
    { source },
  )
}

/** `actor_id` of the actors behind a candidate, optionally only those who converted or did not. */
export async function correlationActors(query: FunnelCorrelationActorsQuery, asker: Asker): Promise<Select> {
  const of = await open(query.source, asker)
  const converted = query.funnelCorrelationPersonConverted
  const wanted =
    converted === null || converted === undefined ? '' : ` AND ${converted ? 'converted' : 'not(converted)'}`
  if (query.source.funnelCorrelationType === 'properties') {
    const filters = query.funnelCorrelationPropertyValues ?? []
    if (filters.length === 0)
      throw errors.invalid('Property Correlation expects atleast one Property to get persons for')
    const group = of.funnel.query.aggregation_group_type_index
    const isGroup = group !== null && group !== undefined
    const conditions = filters.map((filter) => propertyMatch(filter))
    return selectTemplate(
      `SELECT member AS actor_id FROM {members} AS members LEFT JOIN ${isGroup ? 'groups' : 'persons'} AS own ON ${isGroup ? `members.member = own.key AND own.index = ${group}` : 'members.member = own.id'} WHERE {condition}${wanted}`,
      { members: of.members, condition: and(...conditions) },
    )
  }
  const entity = query.funnelCorrelationPersonEntity
  if (!entity) throw errors.invalid('No entity for persons specified')
  const source = eventsOfMembers(of, 'event AS candidate', { where: entityCondition(entity, asker) }, asker)
  return selectTemplate(`SELECT DISTINCT member AS actor_id FROM {source} WHERE true${wanted}`, { source })
}

function propertyMatch(filter: unknown): Expr {
  const { key, value } = filter as { key?: unknown; value?: unknown }
  if (typeof key !== 'string')
    throw errors.invalid('A property of a correlation needs a key.', 'funnelCorrelationPropertyValues')
  const text = call('ifNull', propertyValue('text', field('own', 'properties', key)), constant(''))
  const values = (Array.isArray(value) ? value : [value]).map((each) =>
    typeof each === 'string' ? each : JSON.stringify(each ?? ''),
  )
  return or(...values.map((each) => compare('==', text, constant(each))))
}
