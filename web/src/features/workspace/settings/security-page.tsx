/** The second factor, passkeys, and where you are logged in. */

import { LoginSessions } from './login-sessions'
import { Passkeys } from './passkeys'
import { TwoFactor } from './two-factor'

export function SecurityPage() {
  return (
    <>
      <TwoFactor />
      <Passkeys />
      <LoginSessions />
    </>
  )
}
