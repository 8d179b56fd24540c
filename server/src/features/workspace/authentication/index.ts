import type { App } from '../../../platform/http/app.ts'
import { registerApiKeyRoutes } from './api-key-routes.ts'
import type { AuthenticationContext } from './context.ts'
import { LoginGuard } from './login-guard.ts'
import { registerLoginRoutes } from './login-routes.ts'
import { registerLoginSessionRoutes } from './login-session-routes.ts'
import { registerPasskeyRoutes } from './passkey-routes.ts'
import { registerPasswordResetRoutes } from './password-reset-routes.ts'
import { registerSignupRoutes } from './signup-routes.ts'
import { registerTwoFactorRoutes } from './two-factor-routes.ts'
import { registerUserRoutes } from './user-routes.ts'
import { registerVerificationRoutes } from './verification-routes.ts'

export { createAuthenticator, type ShareFinder } from './authenticator.ts'
export { authenticationJobs, resetPassword } from './jobs.ts'
export { apiKeyKind, userKind } from './kind.ts'
export { signUpFirstUser } from './signup.ts'

/** Registers all routes about users' own accounts. */
export function registerAuthenticationRoutes(api: App, context: AuthenticationContext, loginFailuresMax: number): void {
  const login = { ...context, guard: new LoginGuard(context, loginFailuresMax) }
  registerLoginRoutes(api, login)
  registerSignupRoutes(api, context)
  registerPasswordResetRoutes(api, login)
  registerVerificationRoutes(api, context)
  registerUserRoutes(api, context)
  registerTwoFactorRoutes(api, context)
  registerLoginSessionRoutes(api, context)
  registerPasskeyRoutes(api, context)
  registerApiKeyRoutes(api, context)
}
