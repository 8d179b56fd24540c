/** Why a project token is malformed; null if it looks valid. Whether it belongs to a project is not known at the edge. */
import { TOKEN_CHARACTERS_MAX } from './limits.ts'

export type TokenProblem = 'empty' | 'too_long' | 'not_ascii' | 'personal_api_key' | 'null_byte'

/** @param token already trimmed */
export function tokenProblem(token: string): TokenProblem | null {
  if (token === '') return 'empty'
  if (token.length > TOKEN_CHARACTERS_MAX) return 'too_long'
  if (/[^\x00-\x7f]/.test(token)) return 'not_ascii'
  if (token.startsWith('phx_')) return 'personal_api_key'
  if (token.includes('\0')) return 'null_byte'
  return null
}
