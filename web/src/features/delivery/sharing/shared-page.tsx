/** The page of a shared link: what is shared, the question for its password, or that the link does not work. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import { Skeleton } from '../../../components/states'
import { titleOf } from '../../analytics/insights/api'
import { SharedDashboard } from './shared-dashboard'
import { SharedInsight } from './shared-insight'
import { SharedNotebookView } from './shared-notebook'
import { UnlockForm } from './unlock-form'
import { fetchData, type SceneData, type ViewerData } from './viewer-data'

/** The player is large, and only recordings need it. */
const SharedRecording = lazy(() => import('./shared-recording'))

const REFRESH_MS = 60_000
/** Answers older than this are being computed anew when the page opens. */
const OLD_MS = 5 * 60_000
const SOON_MS = 5_000

export function SharedPage({ initial }: { initial: ViewerData }) {
  const [data, setData] = useState(initial)
  const token = 'shareToken' in data ? data.shareToken : undefined
  const isShown = data.type === 'scene' || data.type === 'embed'
  const refresh = useCallback(async (shareToken: string | undefined, signal?: AbortSignal) => {
    setData(await fetchData(shareToken, signal))
  }, [])
  useEffect(() => {
    if (!isShown) return
    const leaving = new AbortController()
    // What is shown stays while the server cannot be reached.
    const look = () => void (!document.hidden && refresh(token, leaving.signal).catch(() => {}))
    const timer = setInterval(look, REFRESH_MS)
    return () => {
      leaving.abort()
      clearInterval(timer)
    }
  }, [isShown, token, refresh])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the answers that came with the page
  useEffect(() => {
    if (!isShown || !isOld(data as SceneData)) return
    const timer = setTimeout(() => void refresh(token).catch(() => {}), SOON_MS)
    return () => clearTimeout(timer)
  }, [isShown])
  if (data.type === 'gone') return <Gone />
  if (data.type === 'unlock')
    return (
      <Frame look={data}>
        <UnlockForm onUnlocked={(shareToken) => refresh(shareToken)} />
      </Frame>
    )
  return <Scene data={data} />
}

function isOld({ insight, dashboard, notebook }: SceneData): boolean {
  const times = [insight, ...(dashboard?.tiles ?? []).map((tile) => tile.insight), ...(notebook?.blocks ?? [])]
    .map((each) => Date.parse(String(each?.last_refresh ?? '')))
    .filter((time) => !Number.isNaN(time))
  return times.some((time) => Date.now() - time > OLD_MS)
}

function Scene({ data }: { data: SceneData }) {
  const { insight, dashboard, notebook, recording, noHeader, hideExtraDetails } = data
  const title = insight ? titleOf(insight) : recording ? 'Recording' : (dashboard?.name ?? notebook?.title)
  const description = insight?.description ?? dashboard?.description
  useEffect(() => {
    document.title = title || 'Untitled'
  }, [title])
  return (
    <Frame look={data} isEmbedded={data.type === 'embed'}>
      {!noHeader && (
        <header className={`px-4 pt-4 pb-2 md:px-6 ${notebook ? 'mx-auto w-full max-w-4xl' : ''}`}>
          <h1 className="text-xl font-semibold wrap-anywhere">{title || 'Untitled'}</h1>
          {description && !hideExtraDetails && <p className="max-w-prose text-muted wrap-anywhere">{description}</p>}
        </header>
      )}
      {insight && <SharedInsight insight={insight} look={data} />}
      {dashboard && <SharedDashboard dashboard={dashboard} />}
      {notebook && <SharedNotebookView notebook={notebook} />}
      {recording && (
        <Suspense fallback={<Skeleton rows={6} />}>
          <SharedRecording key={recording.id} recording={recording} data={data} />
        </Suspense>
      )}
    </Frame>
  )
}

interface FrameProps {
  look: { whitelabel?: boolean }
  isEmbedded?: boolean
  children: ReactNode
}

function Frame({ look, isEmbedded, children }: FrameProps) {
  return (
    <div className="flex min-h-dvh flex-col bg-page text-text">
      <main className="flex min-w-0 flex-1 flex-col">{children}</main>
      {!look.whitelabel && (
        <footer className={`px-4 text-[13px] text-muted md:px-6 ${isEmbedded ? 'py-1.5' : 'py-4'}`}>
          Made with Hedgerow
        </footer>
      )}
    </div>
  )
}

function Gone() {
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-2 bg-page p-6 text-center text-text">
      <h1 className="text-xl font-semibold">This link does not work</h1>
      <p className="max-w-prose text-muted">
        It was turned off or replaced, or what it showed was deleted. Ask the person who gave it to you for a new one.
      </p>
    </div>
  )
}
