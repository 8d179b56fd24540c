/** A dashboard for paper: its tiles in the light theme, none of them cut by the end of a page. Prints once all are computed. */
import { describeRange } from '@hedgerow/shared/query/dates'
import { filterSentence } from '@hedgerow/shared/query/names'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Printer } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { EmptyState } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { demandTheme } from '../../../theme'
import { useChartNotes } from '../annotations/use-chart-notes'
import { toGroups } from '../query/filter-groups'
import type { Dashboard, DashboardFilters } from './api'
import { COLUMNS, GAP_PX, toLayout } from './layout'
import { DashboardTile } from './tile'
import { NO_ACTIONS } from './tile-props'
import { useTriedFilters } from './use-tried-filters'

const route = getRouteApi('/app/dashboards/$id')
/** What fits on A4 and Letter within the margins. */
const PAPER_PX = 710
/** Charts are drawn for a sheet of this width, and then made smaller. */
const SHEET_PX = 920
/** Lower than on the screen, as the columns are narrower. */
const ROW_PX = 66
/** As many rows as fit on a page below the heading. */
const ROWS_MAX = 13
const LOOK_MS = 200

export function PrintView({ dashboard }: { dashboard: Dashboard }) {
  const { id, name, tiles } = dashboard
  const project = useProject()
  const navigate = useNavigate()
  const search = route.useSearch()
  const tried = useTriedFilters(dashboard)
  const notes = useChartNotes({ dashboardId: id })
  const sheet = useRef<HTMLDivElement>(null)
  const missing = useMissing(sheet)
  const hasPrinted = useRef(false)
  const back = () =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, mode: undefined } as never,
      replace: true,
    })
  useHotkeys({ Escape: back })
  useEffect(() => {
    demandTheme('light')
    return () => demandTheme(null)
  }, [])
  useEffect(() => {
    // The browser proposes it as the name of the file.
    document.title = name || 'Untitled'
  }, [name])
  useEffect(() => {
    if (missing !== 0 || hasPrinted.current) return
    hasPrinted.current = true
    fitContents(sheet.current!)
    print()
  }, [missing])
  return (
    <div
      data-covers-page
      className="fixed inset-0 z-20 overflow-auto bg-page print:static print:overflow-visible print:bg-transparent"
    >
      <div className="flex flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-2 print:hidden">
        <Button look="primary" disabled={missing !== 0} onClick={() => print()}>
          <Printer size={16} aria-hidden /> Print
        </Button>
        <Button onClick={back}>Back to the dashboard</Button>
        <span role="status" className="text-muted">
          {missing ? `Computing ${missing} of ${tiles.length} tiles…` : ''}
        </span>
      </div>
      <div
        ref={sheet}
        className="mx-auto my-6 bg-surface p-4 print:m-0 print:p-px"
        style={{ page: 'dashboard', width: SHEET_PX, zoom: PAPER_PX / SHEET_PX }}
      >
        <header className="mb-3">
          <h1 className="text-xl font-semibold">{name || 'Untitled'}</h1>
          {dashboard.description && <p>{dashboard.description}</p>}
          <p className="text-[13px] text-muted">{describe(tried.filters, project.timezone)}</p>
        </header>
        {tiles.length === 0 && <EmptyState title="This dashboard is empty" />}
        <Sheet dashboard={dashboard}>
          {(tile) => (
            <DashboardTile
              projectId={project.id}
              timeZone={project.timezone}
              tile={tile}
              filters={tried.filters}
              hasOwnAnswer={!tried.isTrying}
              canEdit={false}
              isPlain
              refreshMs={false}
              refreshes={0}
              annotations={notes}
              actions={NO_ACTIONS}
            />
          )}
        </Sheet>
      </div>
    </div>
  )
}

/** The tiles where they are on the screen, in a grid that can break between pages. */
function Sheet({
  dashboard: { tiles },
  children,
}: {
  dashboard: Dashboard
  children: (tile: Dashboard['tiles'][number]) => React.ReactNode
}) {
  const places = new Map(toLayout(tiles).map((place) => [place.i, place]))
  const placed = tiles.map((tile) => ({ tile, place: places.get(String(tile.id))! }))
  placed.sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)
  return (
    <div
      className="grid"
      style={{
        gridTemplateColumns: `repeat(${COLUMNS}, minmax(0, 1fr))`,
        gridAutoRows: `minmax(${ROW_PX}px, auto)`,
        gap: GAP_PX,
      }}
    >
      {placed.map(({ tile, place: { x, y, w, h } }) => {
        const rows = Math.min(h, ROWS_MAX)
        const height = rows * (ROW_PX + GAP_PX) - GAP_PX
        return (
          <div
            key={tile.id}
            data-tile
            className="min-w-0 break-inside-avoid"
            style={{
              gridColumn: `${x + 1} / span ${w}`,
              gridRow: `${y + 1} / span ${rows}`,
              // A text is printed to its end, over several pages if it must be.
              ...(tile.text ? { minHeight: height } : { height }),
            }}
          >
            {children(tile)}
          </div>
        )
      })}
    </div>
  )
}

/** Smaller print is hard to read; what does not fit then is cut. */
const ZOOM_MIN = 0.5

/** Paper does not scroll, so what would scroll in its tile gets smaller. */
function fitContents(sheet: HTMLElement): void {
  for (const box of sheet.querySelectorAll<HTMLElement>('[data-tile] *')) {
    const { overflowX, overflowY } = getComputedStyle(box)
    if (![overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll')) continue
    const zoom = Math.min(1, box.clientWidth / box.scrollWidth, box.clientHeight / box.scrollHeight)
    if (zoom === 1) continue
    for (const content of box.children)
      (content as HTMLElement).style.zoom = String(Math.max(ZOOM_MIN, Math.floor(zoom * 100) / 100))
  }
}

/** How many tiles are still being computed; null until the first look. */
function useMissing(sheet: RefObject<HTMLElement | null>): number | null {
  const [missing, setMissing] = useState<number | null>(null)
  useEffect(() => {
    const look = () =>
      setMissing(sheet.current!.querySelectorAll('section:has([aria-busy="true"], [aria-label="Loading"])').length)
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [sheet])
  return missing
}

/** The dates and filters of the dashboard and the time of printing, in a sentence. */
function describe(filters: DashboardFilters, timeZone: string): string {
  const groups = toGroups(filters.properties)
  const parts = [
    filters.date_from || filters.date_to ? describeRange(filters) : null,
    groups === null
      ? 'nested filters'
      : groups.groups
          .map(({ type, filters: own }) => own.map(filterSentence).join(type === 'OR' ? ' or ' : ' and '))
          .join(groups.type === 'OR' ? ', or ' : ', and ') || null,
    `Printed ${new Date().toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone })} (${timeZone})`,
  ]
  return parts.filter(Boolean).join(' · ')
}
