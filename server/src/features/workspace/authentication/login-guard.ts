/**
 * Limits password guessing without locking the owner out. Wrong guesses are counted per network address and per account, so
 * that using many addresses has no advantage. A browser in which the account was signed in before has its own count: other
 * people's guesses do not lock it out.
 */
import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import {
  addressLimit,
  countGuess,
  forgiveGuess,
  type Guess,
  type GuessLimit,
  guessLimits,
  type User,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'

/** Number of wrong passwords after which the owner is notified, once until a login succeeds or a day has passed. */
const NOTICE_AFTER = 10

/** Dependencies of login. */
export interface LoginContext extends AuthenticationContext {
  guard: LoginGuard
}

/** A login attempt, counted as wrong until it is known to be right. */
export interface LoginAttempt {
  /** @returns the error to answer with */
  failed(): Promise<ApiError>
  succeeded(): Promise<void>
}

export class LoginGuard {
  private readonly byAddress: GuessLimit

  /** @param failuresMax wrong passwords from one address before it has to wait */
  constructor(
    private readonly context: AuthenticationContext,
    failuresMax: number,
  ) {
    this.byAddress = addressLimit(failuresMax)
  }

  /**
   * @param email as typed, whether it belongs to an account or not: both are counted alike
   * @throws ApiError 403 while no guess is allowed
   */
  async begin(request: FastifyRequest, email: string, user: User | undefined): Promise<LoginAttempt> {
    const pool = this.context.db.$client
    const address = clientNetwork(request.ip)
    const fromAddress = await countGuess(pool, this.byAddress, address)
    if (fromAddress.count === 0) throw tooManyAttempts(fromAddress.waitSeconds)
    const { limit, subject, guess } = await this.countOne(request, email, user)
    if (guess.count === 0) {
      await forgiveGuess(pool, this.byAddress, address, 'one')
      throw tooManyAttempts(guess.waitSeconds)
    }
    return {
      failed: async () => {
        if (user?.isActive && limit === guessLimits.account && guess.count === NOTICE_AFTER) await this.warn(user)
        if (fromAddress.waitSeconds > 0) return tooManyAttempts(fromAddress.waitSeconds)
        return errors.invalid('Invalid email or password.', null, 'invalid_credentials')
      },
      succeeded: async () => {
        await forgiveGuess(pool, this.byAddress, address, 'one')
        await forgiveGuess(pool, limit, subject, 'all')
      },
    }
  }

  /** Forgets the guesses about an account that has a new password. */
  forgive(user: User): Promise<void> {
    return forgiveGuess(this.context.db.$client, guessLimits.account, user.email, 'all')
  }

  private async countOne(
    request: FastifyRequest,
    email: string,
    user: User | undefined,
  ): Promise<{ limit: GuessLimit; subject: string; guess: Guess }> {
    const { sessions, db } = this.context
    const browser = user && sessions.knownBrowser(request, user.id)
    if (browser) {
      const guess = await countGuess(db.$client, guessLimits.browser, browser)
      if (guess.count > 0) return { limit: guessLimits.browser, subject: browser, guess }
    }
    return {
      limit: guessLimits.account,
      subject: email,
      guess: await countGuess(db.$client, guessLimits.account, email),
    }
  }

  private async warn({ email, firstName }: User): Promise<void> {
    const { mailing, db } = this.context
    if (!mailing.isAvailable) return
    await queueMail(db.$client, {
      to: email,
      subject: 'Somebody is trying to log in to your Hedgerow account',
      text: [
        `Hello${firstName ? ` ${firstName}` : ''},`,
        `somebody typed a wrong password for your account ${NOTICE_AFTER} times. Further tries now have to wait longer and longer.`,
        'You can still log in as usual in a browser that you have used before. If you have forgotten your password, or cannot get in, set a new one:',
        `${mailing.siteUrl}/reset`,
        'Your password has not been changed, and you do not have to do anything.',
      ].join('\n\n'),
    })
  }

  /**
   * Counts an attempt at the second factor. Whoever gets here knows the password, so the owner is notified at once after too
   * many attempts.
   * @throws ApiError 400 while no guess is allowed
   */
  async beginSecondStep(request: FastifyRequest, user: User): Promise<{ succeeded(): Promise<void> }> {
    const { sessions, db, mailing } = this.context
    const subject = sessions.knownBrowser(request, user.id) ?? String(user.id)
    const { count, waitSeconds } = await countGuess(db.$client, guessLimits.secondFactor, subject)
    if (count === 0)
      throw errors.invalid(
        `Too many wrong codes. Try again in ${duration(waitSeconds)}.`,
        null,
        '2fa_too_many_attempts',
      )
    if (count === guessLimits.secondFactor.free && mailing.isAvailable)
      await queueMail(db.$client, {
        to: user.email,
        subject: 'Somebody knows the password of your Hedgerow account',
        text: [
          `Hello${user.firstName ? ` ${user.firstName}` : ''},`,
          'somebody logged in to your account with the right password, and then typed wrong codes for the second factor. If that was not you, set a new password:',
          `${mailing.siteUrl}/reset`,
        ].join('\n\n'),
      })
    return { succeeded: () => forgiveGuess(db.$client, guessLimits.secondFactor, subject, 'all') }
  }
}

function tooManyAttempts(seconds: number): ApiError {
  return new ApiError(
    403,
    'authentication_error',
    'too_many_failed_attempts',
    `Too many failed login attempts. Try again in ${duration(seconds)}.`,
    null,
    { 'Retry-After': String(seconds) },
  )
}

/** `40 seconds`, `1 minute`, `10 minutes`: rounded up. */
function duration(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
