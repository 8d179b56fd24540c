/** Who gets a report. */
import type { Subscription } from './store.ts'

/** The addresses in a target, trimmed; each once, in any case. */
export function splitAddresses(targetValue: string): string[] {
  const trimmed = targetValue
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const seen = new Set<string>()
  return trimmed.filter((address) => {
    const key = address.toLowerCase()
    return !seen.has(key) && seen.add(key)
  })
}

/** The target without an address. */
export function withoutAddress(targetValue: string, address: string): string {
  const left = splitAddresses(targetValue).filter((each) => each.toLowerCase() !== address.toLowerCase())
  return left.join(',')
}

/** The recipients of a target: addresses, or the channel or URL. */
export function recipientsOf({ targetType, targetValue }: Pick<Subscription, 'targetType' | 'targetValue'>): string[] {
  return targetType === 'email' ? splitAddresses(targetValue) : [targetValue]
}

/** Recipients that a change of the target added. */
export function addedRecipients(
  target: Pick<Subscription, 'targetType' | 'targetValue'>,
  previousValue: string | null,
): string[] {
  if (previousValue === null) return recipientsOf(target)
  const before = recipientsOf({ ...target, targetValue: previousValue }).map((each) => each.toLowerCase())
  return recipientsOf(target).filter((each) => !before.includes(each.toLowerCase()))
}

/** Whether a recipient of a delivery that has begun is still one of the subscription. */
export function isStillRecipient(
  subscription: Pick<Subscription, 'targetType' | 'targetValue'>,
  begun: { targetType: string; recipient: string },
): boolean {
  if (subscription.targetType !== begun.targetType) return false
  const wanted = begun.recipient.toLowerCase()
  return recipientsOf(subscription).some((each) => each.toLowerCase() === wanted)
}

/** `C123|#general` names the channel C123. */
export const channelOf = (targetValue: string): string => targetValue.split('|')[0]!.trim()
