/** The data of a shared page: in the page at first, and then fetched again from time to time. */
import type { Dashboard } from '../../analytics/dashboards/api'
import type { Insight } from '../../analytics/insights/api'
import type { DocumentNode } from './shared-document'

/** How the page looks; absent means no. */
export interface Look {
  whitelabel?: boolean
  noHeader?: boolean
  legend?: boolean
  detailed?: boolean
  hideExtraDetails?: boolean
  /** Console and network of a recording. */
  showInspector?: boolean
}

/** A question with its answer. */
export interface SharedBlock extends Pick<Insight, 'name' | 'derived_name' | 'query' | 'result' | 'query_status'> {
  timezone?: unknown
  last_refresh?: unknown
}

export interface SharedNotebook {
  short_id: string
  title: string | null
  content: DocumentNode | null
  text_content: string | null
  /** Answers of the live blocks, without IDs; null for what the visitor may not see. */
  blocks: (SharedBlock | null)[]
}

export interface SharedRecordingData {
  id: string
  /** Whole seconds. */
  recording_duration: number
  start_time: string
  end_time: string
}

export interface SceneData extends Look {
  type: 'scene' | 'embed'
  accessToken: string
  /** Proves that the visitor knew the password. */
  shareToken?: string
  insight?: Insight
  dashboard?: Dashboard
  notebook?: SharedNotebook
  recording?: SharedRecordingData
}

export type ViewerData = SceneData | ({ type: 'unlock' } & Look) | { type: 'gone' }

const GONE: ViewerData = { type: 'gone' }

/** The data that came with the page. */
export function readEmbeddedData(): ViewerData {
  const text = document.getElementById('posthog-exported-data')?.textContent
  return text ? (JSON.parse(text) as ViewerData) : GONE
}

/** The address of the page's data. It keeps whether the page is embedded, and what the address asks for. */
const dataAddress = () => `${location.pathname.replace(/\/$/, '')}.json${location.search}`

/**
 * Fetches the data anew.
 * @param shareToken goes into a header, since a frame on another site gets no cookies
 * @throws Error when the server cannot be reached
 */
export async function fetchData(shareToken: string | undefined, signal?: AbortSignal): Promise<ViewerData> {
  const response = await fetch(dataAddress(), {
    headers: shareToken ? { Authorization: `Bearer ${shareToken}` } : {},
    signal,
  })
  if (response.status === 404) return GONE
  if (!response.ok) throw new Error('The page could not be loaded. Try again later.')
  return (await response.json()) as ViewerData
}

/**
 * Enters a password.
 * @returns the visitor's token
 * @throws Error with a message for the visitor
 */
export async function enterPassword(password: string): Promise<string> {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ password }),
  }).catch(() => null)
  if (response?.ok) return ((await response.json()) as { shareToken: string }).shareToken
  if (response?.status === 401) throw new Error('This password is wrong.')
  if (response?.status === 429) throw new Error('Too many wrong passwords. Try again in 15 minutes.')
  if (response?.status === 404) throw new Error('This link does not work any more.')
  throw new Error('The server cannot be reached. Try again later.')
}
