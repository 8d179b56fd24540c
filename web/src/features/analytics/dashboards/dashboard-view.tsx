/** A dashboard: tiles to drag, resize and open; dates and filters for all of them; undo instead of confirmation dialogs. */

import type { Point } from '@hedgerow/shared/charts/points'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { EmptyState } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { useChartNotes } from '../annotations/use-chart-notes'
import { PersonsPanel } from '../insights/persons-panel'
import { type Dashboard, EDIT_LEVEL } from './api'
import { DashboardFilterBar } from './dashboard-filters'
import { DashboardHeader } from './dashboard-header'
import { type DashboardPanel, DashboardPanels } from './dashboard-panels'
import { DashboardTile } from './tile'
import { TileGrid } from './tile-grid'
import type { TileActions } from './tile-props'
import { useDashboardChanges } from './use-dashboard-changes'
import { useLayout } from './use-layout'
import { useTriedFilters } from './use-tried-filters'

const route = getRouteApi('/app/dashboards/$id')

/** The same object while the page is open, so that a change of one tile does not re-render the others. */
function useSteady(actions: TileActions): TileActions {
  const latest = useRef(actions)
  latest.current = actions
  return useMemo(
    () => ({
      onOpen: (point) => latest.current.onOpen(point),
      onEditText: (tile) => latest.current.onEditText(tile),
      onRemove: (tile) => latest.current.onRemove(tile),
      onDuplicate: (tile) => latest.current.onDuplicate(tile),
      onMoveTo: (tile, to) => latest.current.onMoveTo(tile, to),
      onPlace: (tile, by) => latest.current.onPlace(tile, by),
    }),
    [],
  )
}

/** How the dashboard is shown, kept in the URL. */
function useModes(id: number) {
  const navigate = useNavigate()
  const search = route.useSearch()
  const go = (change: Partial<typeof search>, replace = false) =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, ...change } as never,
      replace,
    })
  return {
    /** Whether the dashboard fills the window. */
    isFull: search.full,
    toggleFull: () => go({ full: !search.full }, true),
    startKiosk: () => {
      // A browser may refuse; the kiosk then fills the window.
      void document.documentElement.requestFullscreen?.().catch(() => {})
      go({ mode: 'kiosk' })
    },
    print: () => go({ mode: 'print' }),
  }
}

/** The browser's own command to print shows the page for paper first. */
function usePrintCommand(print: () => void) {
  const latest = useRef(print)
  latest.current = print
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

export function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const project = useProject()
  const { id, tiles } = dashboard
  const canEdit = dashboard.effective_privilege_level >= EDIT_LEVEL
  const [panel, setPanel] = useState<DashboardPanel | null>(null)
  const [point, setPoint] = useState<Point | null>(null)
  const [every, setEvery] = useState(0)
  const [refreshes, setRefreshes] = useState(0)
  const { isFull, toggleFull, startKiosk, print } = useModes(id)
  usePrintCommand(print)
  const tried = useTriedFilters(dashboard)
  const changes = useDashboardChanges(id)
  const places = useLayout(dashboard, canEdit)
  const notes = useChartNotes({ dashboardId: id })
  const actions = useSteady({
    onOpen: setPoint,
    onEditText: (text) => setPanel({ text }),
    onRemove: changes.removeTile,
    onDuplicate: changes.duplicateTile,
    onMoveTo: changes.moveTile,
    onPlace: places.place,
  })
  const refresh = () => setRefreshes((count) => count + 1)
  useHotkeys({
    f: toggleFull,
    r: refresh,
    k: startKiosk,
    e: () => document.querySelector<HTMLElement>('[aria-label="Name of the dashboard"]')?.focus(),
    c: () => canEdit && setPanel('add'),
    ...(isFull && { Escape: toggleFull }),
  })
  useEffect(() => {
    document.title = `${dashboard.name || 'Untitled'} · Hedgerow`
  }, [dashboard.name])
  return (
    <div
      data-covers-page={isFull || undefined}
      className={isFull ? 'fixed inset-0 z-20 overflow-y-auto bg-page' : 'min-w-0'}
    >
      <header className="flex flex-col gap-3 px-4 pt-4 pb-3 md:px-6">
        <DashboardHeader
          dashboard={dashboard}
          canEdit={canEdit}
          isFull={isFull}
          changes={changes}
          onToggleFull={toggleFull}
          onTidyUp={places.tidyUp}
          onOpen={setPanel}
          onKiosk={startKiosk}
          onPrint={print}
        />
        <DashboardFilterBar
          tried={tried}
          canEdit={canEdit}
          changes={changes}
          every={every}
          onEvery={setEvery}
          onRefresh={refresh}
        />
      </header>
      <TileGrid
        tiles={tiles}
        layout={places.layout}
        canMove={canEdit && !isFull}
        empty={<Empty onAdd={canEdit ? () => setPanel('add') : undefined} />}
        onMoved={places.onMoved}
      >
        {(tile) => (
          <DashboardTile
            projectId={project.id}
            timeZone={project.timezone}
            tile={tile}
            filters={tried.filters}
            hasOwnAnswer={!tried.isTrying}
            canEdit={canEdit && !isFull}
            refreshMs={every > 0 && every * 1000}
            refreshes={refreshes}
            annotations={notes}
            actions={actions}
          />
        )}
      </TileGrid>
      {point && <PersonsPanel projectId={project.id} point={point} onClose={() => setPoint(null)} />}
      <DashboardPanels panel={panel} dashboard={dashboard} changes={changes} onClose={() => setPanel(null)} />
    </div>
  )
}

function Empty({ onAdd }: { onAdd?: () => void }) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState title="This dashboard is empty">
        <p>Add the insights you want to see together.</p>
        {onAdd && (
          <Button look="primary" onClick={onAdd}>
            Add an insight
          </Button>
        )}
      </EmptyState>
    </div>
  )
}
