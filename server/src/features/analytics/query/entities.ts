/** Series: which events they match and their names. */

import type { EntityNode } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import type { Action, ActionStep } from '../actions/index.ts'
import { and, call, compare, constant, type Expr, field, or, propertyValue } from '../hogql/index.ts'
import { anyOf, attributeValues, hasTag, matchesSelector } from './elements.ts'

/** The part of the asker that series depend on. */
interface Asker {
  actions: ReadonlyMap<number, Action>
  filters(filters: unknown): Expr
}

/** Condition: an event belongs to a series, by its name or action and by the filters of the series. */
export function entityCondition(node: EntityNode, asker: Asker): Expr {
  return and(entityMatch(node, asker), asker.filters(node.properties), asker.filters(node.fixedProperties))
}

/** The condition on the event name or action, without the series' filters. */
export function entityMatch(node: EntityNode, asker: Asker): Expr {
  if (node.kind === 'EventsNode')
    return node.event === null || node.event === undefined
      ? constant(true)
      : compare('==', field('event'), constant(node.event))
  const action = asker.actions.get(node.id)
  return action ? actionCondition(action, asker) : constant(false)
}

export function actionCondition(action: Action, asker: Asker): Expr {
  return or(...action.steps.map((step) => stepCondition(step, asker)))
}

type Matching = 'contains' | 'regex' | 'exact'

function stepCondition(step: ActionStep, asker: Asker): Expr {
  const conditions: Expr[] = []
  if (step.event) conditions.push(compare('==', field('event'), constant(step.event)))
  if (step.tag_name) conditions.push(hasTag(step.tag_name))
  if (step.selector) conditions.push(matchesSelector(step.selector))
  if (step.text) conditions.push(anyOf(attributeValues('text'), matcher(step.text, step.text_matching ?? 'exact')))
  if (step.href) conditions.push(anyOf(attributeValues('href'), matcher(step.href, step.href_matching ?? 'exact')))
  if (step.url)
    conditions.push(
      matcher(step.url, step.url_matching ?? 'contains')(propertyValue('text', field('properties', '$current_url'))),
    )
  if (step.properties?.length) conditions.push(asker.filters(step.properties))
  return and(...conditions)
}

function matcher(wanted: string, matching: Matching): (value: Expr) => Expr {
  return (value) => {
    if (matching === 'exact') return compare('==', value, constant(wanted))
    if (matching === 'regex') return call('match', value, constant(wanted))
    // A percent sign is a wildcard, as in SDKs that match actions on the client.
    return compare('ilike', value, constant(`%${wanted.replace(/[\\_]/g, '\\$&')}%`))
  }
}

/** Name of the series in answers. */
export function entityName(node: EntityNode, asker: Asker): string {
  if (node.kind === 'EventsNode') return node.event ?? 'All events'
  return asker.actions.get(node.id)?.name || `Action ${node.id}`
}

export function entityExists(node: EntityNode, asker: Asker): boolean {
  return node.kind === 'EventsNode' || asker.actions.has(node.id)
}

/** Names of the events that a series can match; null if it can match any. */
export function eventNames(node: EntityNode, asker: Asker): string[] | null {
  if (node.kind === 'EventsNode') return node.event ? [node.event] : null
  const steps = asker.actions.get(node.id)?.steps ?? []
  return steps.every((step) => step.event) ? steps.map((step) => step.event!) : null
}

/** A series as shown in answers. */
export function describeEntity(node: EntityNode, order: number, asker: Asker) {
  const name = entityName(node, asker)
  return {
    id: node.kind === 'EventsNode' ? (node.event ?? null) : node.id,
    type: node.kind === 'EventsNode' ? ('events' as const) : ('actions' as const),
    order,
    name,
    custom_name: node.custom_name ?? null,
    math: node.math ?? 'total',
    math_property: node.math_property ?? null,
    math_hogql: node.math_hogql ?? null,
    math_group_type_index: node.math_group_type_index ?? null,
    properties: {},
  }
}

export function requireMath(node: EntityNode): void {
  const { math } = node
  if (needsProperty(math) && !node.math_property)
    throw errors.invalid(`The math ${math} needs math_property.`, 'series')
  if (math === 'hogql' && !node.math_hogql) throw errors.invalid('The math hogql needs math_hogql.', 'series')
}

export function needsProperty(math: string | null | undefined): boolean {
  return /^(sum|avg|min|max|median|p75|p90|p95|p99)$/.test(math ?? '')
}

/** The event or action that a cohort criterion references by its key. @throws ApiError 400 */
export function readNodeEntity(key: unknown, type: unknown, filters: unknown): EntityNode {
  const properties = filters === undefined || filters === null ? {} : { properties: filters }
  if (type === 'actions') {
    if (!Number.isInteger(Number(key))) throw errors.invalid('An action is referenced by its ID.', 'filters')
    return { kind: 'ActionsNode', id: Number(key), ...properties }
  }
  if (typeof key !== 'string' || key === '')
    throw errors.invalid('A criterion needs the name of an event as key.', 'filters')
  return { kind: 'EventsNode', event: key, ...properties }
}
