/** Slows down guessing: after so many failures from one address, it waits. Kept in memory, per web process. */
import { errors } from '../../platform/http/errors.ts'

const LOCKOUT_MS = 10 * 60 * 1000
const ADDRESSES_MAX = 10_000

export class LoginThrottle {
  private readonly failures = new Map<string, { count: number; lastAt: number }>()

  constructor(private readonly failuresMax: number) {}

  /** @throws ApiError 403 while the address is locked out */
  assertAllowed(address: string): void {
    const entry = this.failures.get(address)
    if (entry && entry.count >= this.failuresMax && Date.now() - entry.lastAt < LOCKOUT_MS) throw this.lockedOut()
  }

  /** @throws ApiError 403 when this failure was one too many */
  recordFailure(address: string): void {
    const entry = this.failures.get(address)
    const fresh = !entry || Date.now() - entry.lastAt >= LOCKOUT_MS
    const count = fresh ? 1 : entry.count + 1
    this.failures.delete(address)
    this.failures.set(address, { count, lastAt: Date.now() })
    // A Map keeps insertion order, so the first entry is the one that was quiet longest.
    if (this.failures.size > ADDRESSES_MAX) this.failures.delete(this.failures.keys().next().value!)
    if (count >= this.failuresMax) throw this.lockedOut()
  }

  recordSuccess(address: string): void {
    this.failures.delete(address)
  }

  private lockedOut() {
    return errors.forbidden('Too many failed log-in attempts. Try again in 10 minutes.', 'too_many_failed_attempts')
  }
}
