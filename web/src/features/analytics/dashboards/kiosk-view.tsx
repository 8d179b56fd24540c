/** A dashboard on a screen that nobody operates: nothing but its tiles, which refresh themselves. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/controls'
import { EmptyState } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { demandTheme, useIsDark } from '../../../theme'
import { useChartNotes } from '../annotations/use-chart-notes'
import type { Dashboard } from './api'
import { GAP_PX, ROW_PX, toLayout } from './layout'
import { DashboardTile } from './tile'
import { TileGrid } from './tile-grid'
import { NO_ACTIONS } from './tile-props'
import { useTriedFilters } from './use-tried-filters'
import { useWakeLock } from './use-wake-lock'

const route = getRouteApi('/app/dashboards/$id')

const EVERY_SECONDS = 300
const REFRESHES = [
  [60, 'every minute'],
  [300, 'every 5 minutes'],
  [1_800, 'every 30 minutes'],
] as const
/** How long the controls stay after the pointer or a key moved. */
const CONTROLS_MS = 3_000
/** Rows get lower than usual so that everything fits the screen, but not by more than this. */
const ROW_PX_MIN = ROW_PX * 0.5

export function KioskView({ dashboard }: { dashboard: Dashboard }) {
  const { id, tiles } = dashboard
  const project = useProject()
  const navigate = useNavigate()
  const search = route.useSearch()
  const every = search.every ?? EVERY_SECONDS
  const tried = useTriedFilters(dashboard)
  const notes = useChartNotes({ dashboardId: id })
  const layout = toLayout(tiles)
  const rowPx = useRowsThatFit(Math.max(1, ...layout.map(({ y, h }) => y + h)))
  const go = (change: Partial<typeof search>) =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, ...change } as never,
      replace: true,
    })
  const exit = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    go({ mode: undefined, every: undefined, theme: undefined })
  }
  useHotkeys({ Escape: exit, k: exit })
  useOnLeaveFullScreen(exit)
  useDemandedTheme(search.theme)
  useWakeLock()
  useEffect(() => {
    document.title = `${dashboard.name || 'Untitled'} · Hedgerow`
  }, [dashboard.name])
  return (
    <div
      data-covers-page
      className="fixed inset-0 z-20 overflow-y-auto bg-page pt-3 [scrollbar-width:none] [&_*]:[scrollbar-width:none]"
    >
      <h1 className="sr-only">{dashboard.name || 'Untitled'}</h1>
      <TileGrid
        tiles={tiles}
        layout={layout}
        canMove={false}
        rowPx={rowPx}
        empty={<EmptyState title="This dashboard is empty" />}
        onMoved={() => {}}
      >
        {(tile) => (
          <DashboardTile
            projectId={project.id}
            timeZone={project.timezone}
            tile={tile}
            filters={tried.filters}
            hasOwnAnswer={!tried.isTrying}
            canEdit={false}
            isPlain
            refreshMs={every * 1_000}
            refreshes={0}
            annotations={notes}
            actions={NO_ACTIONS}
          />
        )}
      </TileGrid>
      <Controls
        every={every}
        onEvery={(seconds) => go({ every: seconds })}
        onTheme={(theme) => go({ theme })}
        onExit={exit}
      />
    </div>
  )
}

interface ControlsProps {
  every: number
  onEvery: (seconds: number) => void
  onTheme: (theme: 'light' | 'dark') => void
  onExit: () => void
}

/** Hidden, together with the pointer, until somebody moves it or presses a key. */
function Controls({ every, onEvery, onTheme, onExit }: ControlsProps) {
  const isShown = useRecentInput()
  const isDark = useIsDark()
  const isListed = REFRESHES.some(([seconds]) => seconds === every)
  useEffect(() => {
    document.documentElement.style.cursor = isShown ? '' : 'none'
    return () => {
      document.documentElement.style.cursor = ''
    }
  }, [isShown])
  return (
    <div
      role="toolbar"
      aria-label="Kiosk mode"
      className={`fixed right-3 bottom-3 flex flex-wrap items-center gap-1 rounded-lg border border-line-strong bg-surface p-1 shadow-lg ${isShown ? '' : 'invisible'}`}
    >
      <select
        aria-label="Auto-refresh"
        value={every}
        onChange={(event) => onEvery(Number(event.target.value))}
        className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
      >
        {REFRESHES.map(([seconds, label]) => (
          <option key={seconds} value={seconds}>
            {label}
          </option>
        ))}
        {!isListed && <option value={every}>{`every ${every} seconds`}</option>}
      </select>
      <Button look="bare" onClick={() => onTheme(isDark ? 'light' : 'dark')}>
        {isDark ? 'Light' : 'Dark'}
      </Button>
      <Button look="bare" onClick={onExit} title="Exit kiosk mode (Esc)">
        <X size={16} aria-hidden /> Exit
      </Button>
    </div>
  )
}

/** Whether the pointer moved or a key was pressed just now. */
function useRecentInput(): boolean {
  const [isRecent, setRecent] = useState(true)
  useEffect(() => {
    let timer = setTimeout(() => setRecent(false), CONTROLS_MS)
    const onInput = () => {
      setRecent(true)
      clearTimeout(timer)
      timer = setTimeout(() => setRecent(false), CONTROLS_MS)
    }
    const kinds = ['pointermove', 'pointerdown', 'keydown', 'focusin']
    for (const kind of kinds) addEventListener(kind, onInput)
    return () => {
      clearTimeout(timer)
      for (const kind of kinds) removeEventListener(kind, onInput)
    }
  }, [])
  return isRecent
}

/** The height of a row with which all rows fit the window, if that is readable. */
function useRowsThatFit(rows: number): number {
  const [height, setHeight] = useState(innerHeight)
  useEffect(() => {
    const onResize = () => setHeight(innerHeight)
    addEventListener('resize', onResize)
    return () => removeEventListener('resize', onResize)
  }, [])
  const fitting = (height - 2 * GAP_PX - (rows - 1) * GAP_PX) / rows
  return fitting < ROW_PX_MIN ? ROW_PX : Math.floor(fitting)
}

/** Escape in the browser's own full screen ends that, and is not seen as a key. */
function useOnLeaveFullScreen(leave: () => void) {
  useEffect(() => {
    const onChange = () => !document.fullscreenElement && leave()
    document.addEventListener('fullscreenchange', onChange)
    return () => document.removeEventListener('fullscreenchange', onChange)
  })
}

function useDemandedTheme(theme: 'light' | 'dark' | undefined) {
  useEffect(() => {
    demandTheme(theme ?? null)
    return () => demandTheme(null)
  }, [theme])
}
