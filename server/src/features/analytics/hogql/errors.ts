import { ApiError } from '../../../platform/http/errors.ts'
import type { Position } from './ast.ts'

/** A query that cannot be answered as written: a 400 with the failing part and its position. */
export class QueryError extends ApiError {
  constructor(
    detail: string,
    readonly at: { start?: Position; end?: Position } | null = null,
    code = 'query_error',
  ) {
    super(400, 'validation_error', code, detail, null)
  }

  override get body() {
    const { start, end } = this.at ?? {}
    if (!start) return super.body
    return {
      ...super.body,
      extra: {
        hogql_metadata: {
          isValid: false,
          errors: [{ message: this.detail, start: start.offset, end: end?.offset ?? start.offset }],
        },
      },
    }
  }
}
