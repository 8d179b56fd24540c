/** Filters notebooks by their content: `recording:true,query:abc`. */
import { errors } from '../../../platform/http/errors.ts'

const singular = (target: string) =>
  target.endsWith('ies') ? `${target.slice(0, -3)}y` : target.endsWith('s') ? target.slice(0, -1) : target

/**
 * SQL conditions for `target:match` pairs; only top-level nodes of a document count.
 * @param bind adds a parameter and returns its placeholder
 * @throws ApiError 400 when a target is not a word
 */
export function containsConditions(text: string, bind: (value: unknown) => string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf(':')
      const [target, match] = at < 0 ? [pair, 'true'] : [singularOf(pair.slice(0, at)), pair.slice(at + 1)]
      const name = at < 0 ? singularOf(target) : target
      const type = `ph-${name}`
      const nodes =
        name === 'replay-timestamp'
          ? `jsonb_path_query(n.content, 'lax $.content[*].content[*]')`
          : `jsonb_path_query(n.content, 'lax $.content[*]')`
      const has = (condition: string) => `EXISTS (SELECT 1 FROM ${nodes} AS node WHERE ${condition})`
      const isType = `node->>'type' = ${bind(type)}`
      if (match === '' || match === 'true') return has(isType)
      if (match === 'false') return `NOT ${has(isType)}`
      if (name === 'query')
        return has(
          `${isType} AND node->'attrs'->'query'->>'kind' = 'SavedInsightNode' AND node->'attrs'->'query'->>'shortId' = ${bind(match)}`,
        )
      const id = name === 'replay-timestamp' ? 'sessionRecordingId' : 'id'
      return `(${has(isType)} AND ${has(`node->'attrs'->>'${id}' = ${bind(match)}`)})`
    })
}

function singularOf(target: string): string {
  if (!/^[\w-]{1,50}$/.test(target)) throw errors.invalid('contains takes pairs of target:match.', 'contains')
  return singular(target)
}
