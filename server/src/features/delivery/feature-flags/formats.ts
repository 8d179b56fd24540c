/** Results of flag evaluation in the formats that different generations of SDKs expect. */

export interface EvaluatedFlag {
  key: string
  enabled: boolean
  variant: string | null
  reason: { code: string; condition_index: number | null; description: string }
  metadata: { id: number; version: number; description: string | null; payload: string | null }
}

export type FlagsFormat = 'decide-v1' | 'decide-v2' | 'v1' | 'v2'

export interface FlagsShape {
  format: FlagsFormat
  withConfig: boolean
}

/** The format that a request expects. */
export function flagsShape(endpoint: 'flags' | 'decide', query: URLSearchParams): FlagsShape {
  const text = query.get('v')
  const version = text !== null && /^-?\d+$/.test(text) ? Number(text) : Number.NaN
  const config = query.get('config')
  if (endpoint === 'decide') {
    const format = version >= 4 ? 'v2' : version === 3 ? 'v1' : version === 2 ? 'decide-v2' : 'decide-v1'
    return { format, withConfig: config === null || isTrue(config) }
  }
  if (text === null && config === null) return { format: 'v2', withConfig: true }
  return { format: version >= 2 ? 'v2' : 'v1', withConfig: config !== null && isTrue(config) }
}

const isTrue = (text: string) => text === 'true' || text === '1'

/** The part of the response that contains the flags. */
export function flagsAnswer(
  format: FlagsFormat,
  flags: readonly EvaluatedFlag[],
  requestId: string,
): Record<string, unknown> {
  const head = { errorsWhileComputingFlags: false }
  const value = (flag: EvaluatedFlag) => (flag.enabled ? (flag.variant ?? true) : false)
  const enabled = flags.filter((flag) => flag.enabled)
  switch (format) {
    case 'v2':
      return { ...head, flags: Object.fromEntries(flags.map((flag) => [flag.key, flag])), requestId }
    case 'v1': {
      const payloads = enabled.filter((flag) => flag.metadata.payload !== null)
      return {
        ...head,
        featureFlags: Object.fromEntries(flags.map((flag) => [flag.key, value(flag)])),
        featureFlagPayloads: Object.fromEntries(payloads.map((flag) => [flag.key, flag.metadata.payload])),
        requestId,
      }
    }
    case 'decide-v2':
      return { ...head, featureFlags: Object.fromEntries(enabled.map((flag) => [flag.key, value(flag)])), requestId }
    case 'decide-v1':
      return { ...head, featureFlags: enabled.map((flag) => flag.key), requestId }
  }
}
