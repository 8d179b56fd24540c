/** Parameters of a query, `{variables.name}`, and their values. */
import type { SqlNode } from '@hedgerow/shared/query/nodes'
import { toVariables, type Values } from './api'

/** Names of the parameters, in their order. */
export function parametersOf(query: string): string[] {
  return [...new Set([...query.matchAll(/\{\s*variables\.(\w+)\s*\}/g)].map((match) => match[1]!))]
}

/** The values of the parameters that the query has. One without a value is the empty string. */
export const valuesOf = (query: string, values: Values): Values =>
  Object.fromEntries(parametersOf(query).map((name) => [name, values[name] ?? '']))

export function toNode(query: string, values: Values): SqlNode {
  const own = valuesOf(query, values)
  return {
    kind: 'HogQLQuery',
    query,
    ...(Object.keys(own).length > 0 && { variables: toVariables(own) as SqlNode['variables'] }),
  }
}
