import type { App } from '../../../platform/http/app.ts'
import { registerApiKeyRoutes } from './api-key-routes.ts'
import type { AuthenticationContext } from './context.ts'
import { LoginGuard } from './login-guard.ts'
import { registerLoginRoutes } from './login-routes.ts'
import { registerPasskeyRoutes } from './passkey-routes.ts'
import { registerTwoFactorRoutes } from './two-factor-routes.ts'
import { registerUserRoutes } from './user-routes.ts'

export { createAuthenticator } from './authenticator.ts'
export { authenticationJobs, resetPassword } from './jobs.ts'
export { apiKeyKind, userKind } from './kind.ts'
export { signUpFirstUser } from './signup.ts'

/** Everything that people do with their own accounts. */
export function registerAuthenticationRoutes(api: App, context: AuthenticationContext, loginFailuresMax: number): void {
  registerLoginRoutes(api, context, new LoginGuard(context, loginFailuresMax))
  registerUserRoutes(api, context)
  registerTwoFactorRoutes(api, context)
  registerPasskeyRoutes(api, context)
  registerApiKeyRoutes(api, context)
}
