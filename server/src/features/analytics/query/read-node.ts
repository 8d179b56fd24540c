import { type QueryNode, queryNode } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import { validationError } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import { unwrapNode } from './overrides.ts'

/**
 * Parses a query node.
 * @throws ApiError 400 for the first invalid part
 */
export function readNode(input: unknown): QueryNode {
  const node = unwrapNode(input)
  if (!isJsonObject(node)) throw errors.invalid('A query must be an object with a kind.', 'query', 'parse_error')
  const parsed = queryNode.safeParse(node, { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  if (issue.path.length === 1 && issue.path[0] === 'kind')
    throw errors.invalid(`Unsupported query kind: ${String(node.kind).slice(0, 100)}`, 'query', 'parse_error')
  const { detail, attr } = validationError(parsed.error.issues)
  throw errors.invalid(
    attr ? `${attr.replaceAll('__', '.')}: ${detail}` : detail,
    attr ? `query__${attr}` : 'query',
    'parse_error',
  )
}
