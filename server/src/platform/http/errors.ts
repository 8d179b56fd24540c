/** Errors in the format of PostHog's API: `{type, code, detail, attr}`, one problem at a time. */

export type ErrorType =
  | 'validation_error'
  | 'invalid_request'
  | 'authentication_error'
  | 'throttled_error'
  | 'server_error'

export interface ErrorBody {
  type: ErrorType
  code: string
  detail: string
  attr: string | null
}

/** An answer other than success. Can be thrown anywhere below a route. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: ErrorType,
    readonly code: string,
    readonly detail: string,
    readonly attr: string | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail)
  }

  get body(): ErrorBody {
    return { type: this.type, code: this.code, detail: this.detail, attr: this.attr }
  }
}

export const errors = {
  invalid: (detail: string, attr: string | null = null, code = 'invalid_input') =>
    new ApiError(400, 'validation_error', code, detail, attr),
  malformed: (detail: string) => new ApiError(400, 'invalid_request', 'parse_error', detail),
  notAuthenticated: () =>
    new ApiError(401, 'authentication_error', 'not_authenticated', 'Authentication credentials were not provided.'),
  authenticationFailed: (detail: string) => new ApiError(401, 'authentication_error', 'authentication_failed', detail),
  forbidden: (detail = 'You do not have permission to perform this action.', code = 'permission_denied') =>
    new ApiError(403, 'authentication_error', code, detail),
  notFound: (detail = 'Not found.') => new ApiError(404, 'invalid_request', 'not_found', detail),
  methodNotAllowed: (method: string, detail = `Method "${method}" not allowed.`) =>
    new ApiError(405, 'invalid_request', 'method_not_allowed', detail),
  conflict: (detail: string) => new ApiError(409, 'server_error', 'conflict', detail),
  tooLarge: () => new ApiError(413, 'invalid_request', 'request_too_large', 'The request body is too large.'),
  unsupportedMediaType: (type: string) =>
    new ApiError(415, 'invalid_request', 'unsupported_media_type', `Unsupported media type "${type}" in request.`),
  throttled: (seconds: number) =>
    new ApiError(
      429,
      'throttled_error',
      'throttled',
      `Request was throttled. Expected available in ${seconds} seconds.`,
      null,
      { 'Retry-After': String(seconds) },
    ),
  unavailable: (detail: string) =>
    new ApiError(503, 'server_error', 'unavailable', detail, null, { 'Retry-After': '5' }),
  server: () => new ApiError(500, 'server_error', 'error', 'A server error occurred.'),
}
