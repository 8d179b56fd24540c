/** Password rules and hashes (Argon2id with the library's defaults, which follow OWASP's advice). */
import { hash, verify } from '@node-rs/argon2'
import { errors } from '../../../platform/http/errors.ts'

const CHARACTERS_MIN = 8
/** Longer input would only let an attacker make hashing slow. */
const CHARACTERS_MAX = 1024
const SCORE_MIN = 3

export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

// A hash of a password that nobody knows: checking it makes an unknown address take as long as a known one.
let decoyHash: Promise<string> | null = null

/** @param passwordHash null if the account does not exist; takes the same time and is always wrong */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > CHARACTERS_MAX) return false
  decoyHash ??= hash(`decoy ${Math.random()}`)
  const matches = await verify(passwordHash ?? (await decoyHash), password)
  return matches && passwordHash !== null
}

/**
 * @param hints what an attacker could know: address, name
 * @param code the error's code, if it should not say which rule is violated
 * @throws ApiError 400 for a password that is too short, too long or too easy to guess
 */
export async function assertStrongPassword(password: string, hints: string[], code?: string): Promise<void> {
  if (password.length < CHARACTERS_MIN) {
    throw errors.invalid(
      `This password is too short. It needs at least ${CHARACTERS_MIN} characters.`,
      'password',
      code ?? 'password_too_short',
    )
  }
  if (password.length > CHARACTERS_MAX) {
    throw errors.invalid(
      `Ensure this field has no more than ${CHARACTERS_MAX} characters.`,
      'password',
      code ?? 'max_length',
    )
  }
  const { default: zxcvbn } = await import('zxcvbn')
  // The estimate takes longer for long passwords; the first 72 characters decide.
  const { score, feedback } = zxcvbn(password.slice(0, 72), hints)
  if (score < SCORE_MIN) {
    const advice = feedback.warning || feedback.suggestions[0] || 'Add another word or two.'
    throw errors.invalid(`This password is too easy to guess. ${advice}`, 'password', code ?? 'password_too_weak')
  }
}
