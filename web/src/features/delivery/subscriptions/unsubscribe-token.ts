/** The token of a link that unsubscribes. Only the server can tell whether it is genuine. */

/** The address that a token names; null for a token that cannot be read. */
export function addressIn(token: string): string | null {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/')
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))
    const { email } = JSON.parse(new TextDecoder().decode(bytes)) as { email?: unknown }
    return typeof email === 'string' && email !== '' ? email : null
  } catch {
    return null
  }
}
