/** Series: which events they mean and what they are called. */

import type { EntityNode } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import type { Action, ActionStep } from '../actions/index.ts'
import { and, call, compare, constant, type Expr, field, or, propertyValue } from '../hogql/index.ts'
import { anyOf, attributeValues, hasTag, matchesSelector } from './elements.ts'

/** Who asks, as far as series depend on it. */
interface Asker {
  actions: ReadonlyMap<number, Action>
  filters(filters: unknown): Expr
}

/** Whether an event is one of a series: its name or action, and the series' own filters. */
export function entityCondition(node: EntityNode, asker: Asker): Expr {
  return and(entityMatch(node, asker), asker.filters(node.properties), asker.filters(node.fixedProperties))
}

/** The name or action alone. */
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
    // A percent sign stands for any text, as it does where SDKs match actions themselves.
    return compare('ilike', value, constant(`%${wanted.replace(/[\\_]/g, '\\$&')}%`))
  }
}

/** What the series is called in answers. */
export function entityName(node: EntityNode, asker: Asker): string {
  if (node.kind === 'EventsNode') return node.event ?? 'All events'
  return asker.actions.get(node.id)?.name || `Action ${node.id}`
}

export function entityExists(node: EntityNode, asker: Asker): boolean {
  return node.kind === 'EventsNode' || asker.actions.has(node.id)
}

/** Names of the events that a series can match, or null when any can. */
export function eventNames(node: EntityNode, asker: Asker): string[] | null {
  if (node.kind === 'EventsNode') return node.event ? [node.event] : null
  const steps = asker.actions.get(node.id)?.steps ?? []
  return steps.every((step) => step.event) ? steps.map((step) => step.event!) : null
}

/** A series as answers describe it. */
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

/** An event or action that criteria name by its key. @throws ApiError 400 */
export function readNodeEntity(key: unknown, type: unknown, filters: unknown): EntityNode {
  const properties = filters === undefined || filters === null ? {} : { properties: filters }
  if (type === 'actions') {
    if (!Number.isInteger(Number(key))) throw errors.invalid('An action is named by its id.', 'filters')
    return { kind: 'ActionsNode', id: Number(key), ...properties }
  }
  if (typeof key !== 'string' || key === '')
    throw errors.invalid('A criterion needs the name of an event as key.', 'filters')
  return { kind: 'EventsNode', event: key, ...properties }
}
