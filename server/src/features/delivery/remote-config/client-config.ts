/** Configuration that client SDKs request at startup: enabled features and endpoints. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Team } from '../../workspace/organizations/index.ts'

const COMPRESSIONS = ['gzip', 'gzip-js']
const CANVAS_FPS = 3
const CANVAS_QUALITY = '0.4'

/** @param hasFlags false keeps SDKs from requesting flags at startup */
export function clientConfig(team: Team, headers: IncomingHttpHeaders, hasFlags: boolean): Record<string, unknown> {
  return {
    token: team.apiToken,
    supportedCompression: COMPRESSIONS,
    hasFeatureFlags: hasFlags,
    captureDeadClicks: team.captureDeadClicks === true,
    capturePerformance: capturePerformance(team),
    autocapture_opt_out: team.autocaptureOptOut === true,
    autocaptureExceptions: team.autocaptureExceptionsOptIn === true,
    analytics: { endpoint: '/i/v0/e/' },
    elementsChainAsString: true,
    errorTracking: { autocaptureExceptions: team.autocaptureExceptionsOptIn === true, suppressionRules: [] },
    sessionRecording: sessionRecording(team, headers),
    heatmaps: team.heatmapsOptIn === true,
    surveys: false,
    defaultIdentifiedOnly: true,
    siteApps: [],
    logs: false,
    productTours: false,
    conversations: false,
  }
}

function capturePerformance(team: Team): false | object {
  if (!team.capturePerformanceOptIn && !team.autocaptureWebVitalsOptIn) return false
  return {
    network_timing: team.capturePerformanceOptIn === true,
    web_vitals: team.autocaptureWebVitalsOptIn === true,
    web_vitals_allowed_metrics: team.autocaptureWebVitalsAllowedMetrics,
  }
}

function sessionRecording(team: Team, headers: IncomingHttpHeaders): false | object {
  if (!team.sessionRecordingOptIn || !isRecordingDomain(team.recordingDomains, headers)) return false
  const { sessionRecordingSampleRate: sampleRate, sessionRecordingLinkedFlag: flag } = team
  const recordCanvas = team.sessionReplayConfig?.record_canvas === true
  return {
    endpoint: '/s/',
    consoleLogRecordingEnabled: team.captureConsoleLogOptIn === true,
    recorderVersion: 'v2',
    sampleRate: sampleRate === null || Number(sampleRate) === 1 ? null : sampleRate,
    minimumDurationMilliseconds: team.sessionRecordingMinimumDurationMilliseconds,
    linkedFlag: flag ? (flag.variant ? { flag: flag.key, variant: flag.variant } : flag.key) : null,
    networkPayloadCapture: team.sessionRecordingNetworkPayloadCaptureConfig ?? null,
    masking: team.sessionRecordingMaskingConfig ?? null,
    urlTriggers: team.sessionRecordingUrlTriggerConfig ?? [],
    urlBlocklist: team.sessionRecordingUrlBlocklistConfig ?? [],
    eventTriggers: team.sessionRecordingEventTriggerConfig ?? [],
    triggerMatchType: team.sessionRecordingTriggerMatchTypeConfig,
    scriptConfig: null,
    recordCanvas,
    canvasFps: recordCanvas ? CANVAS_FPS : null,
    canvasQuality: recordCanvas ? CANVAS_QUALITY : null,
  }
}

/** True if no domains are listed or the requesting page is on one of them. `*.example.com` matches all subdomains. */
function isRecordingDomain(domains: string[] | null, headers: IncomingHttpHeaders): boolean {
  if (!domains || domains.length === 0) return true
  const page = headers.origin ?? headers.referer
  if (!page || !URL.canParse(page)) return false
  const { hostname } = new URL(page)
  return domains.some((domain) => {
    const wanted = URL.canParse(domain) ? new URL(domain).hostname : domain
    return wanted.startsWith('*.') ? hostname.endsWith(wanted.slice(1)) : hostname === wanted
  })
}
