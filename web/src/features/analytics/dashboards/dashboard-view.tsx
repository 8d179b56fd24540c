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

/** Whether the dashboard fills the window, kept in the URL. */
function useFullScreen(id: number) {
  const navigate = useNavigate()
  const search = route.useSearch()
  const toggle = () =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, full: !search.full } as never,
      replace: true,
    })
  return [search.full, toggle] as const
}

export function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const project = useProject()
  const { id, tiles } = dashboard
  const canEdit = dashboard.effective_privilege_level >= EDIT_LEVEL
  const [panel, setPanel] = useState<DashboardPanel | null>(null)
  const [point, setPoint] = useState<Point | null>(null)
  const [every, setEvery] = useState(0)
  const [refreshes, setRefreshes] = useState(0)
  const [isFull, toggleFull] = useFullScreen(id)
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
