/** A dashboard: tiles to drag, resize and open; dates and filters for all of them; undo instead of questions. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Copy, Expand, History, MoreHorizontal, Pin, Plus, RotateCw, Shrink, Trash2, Type } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { GridLayout, type Layout, useContainerWidth, verticalCompactor } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Drawer } from '../../../components/drawer'
import { TextArea } from '../../../components/form'
import { ObjectHistory } from '../../../components/object-history'
import { Menu } from '../../../components/popover'
import { EmptyState, ErrorState, Loaded } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { annotationsQuery } from '../annotations/api'
import type { Point } from '../charts/points'
import { duplicateInsight, insightQuery, updateInsight } from '../insights/api'
import { PersonsPanel } from '../insights/persons-panel'
import { RangePicker } from '../insights/range-picker'
import { TagsEditor } from '../insights/tags-editor'
import { TextCommit } from '../insights/text-commit'
import { FilterGroups } from '../query/filter-editor'
import { sameNode } from '../query/nodes'
import { AddInsightDialog } from './add-insight-dialog'
import {
  createDashboard,
  type Dashboard,
  type DashboardFilters,
  dashboardQuery,
  moveTile,
  type Tile,
  updateDashboard,
} from './api'
import { COLUMNS, movedTiles, newPlaces, type Placed, ROW_PX, tidy, toLayout } from './layout'
import { DashboardTile, type TileActions } from './tile'

const route = getRouteApi('/app/dashboards/$id')
const STACKS_BELOW_PX = 768
const SAVE_PAUSE_MS = 500
/** What others change is seen soon. */
const LOOK_MS = 20_000
const REFRESHES = [
  [0, 'No auto-refresh'],
  [60, 'every minute'],
  [300, 'every 5 minutes'],
  [1_800, 'every 30 minutes'],
] as const
const EDIT_LEVEL = 37

export function DashboardPage() {
  const project = useProject()
  const { id } = route.useParams()
  const query = useQuery({
    ...dashboardQuery(project.id, id),
    refetchInterval: LOOK_MS,
    refetchOnWindowFocus: true,
  })
  return (
    <Loaded
      query={query}
      skeleton={<DashboardSkeleton />}
      failed={(error) => (
        <div className="p-6">
          <h1 className="sr-only">Dashboard</h1>
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This dashboard does not exist, or was deleted">
              <Link to="/dashboards" className="text-accent underline">
                All dashboards
              </Link>
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => void query.refetch()} />
          )}
        </div>
      )}
    >
      {(data) => <DashboardView key={data.id} dashboard={data} />}
    </Loaded>
  )
}

function DashboardSkeleton() {
  return (
    <div className="px-4 pt-5 md:px-6">
      <h1 className="sr-only">Dashboard</h1>
      <div role="status" aria-label="Loading" className="grid gap-3 md:grid-cols-2">
        {[0, 1, 2, 3].map((tile) => (
          <div key={tile} className="h-[27rem] rounded-lg border border-line bg-surface p-4">
            <div className="h-6 w-1/2 rounded bg-raised" />
          </div>
        ))}
      </div>
    </div>
  )
}

function withPlaces(dashboard: Dashboard, places: Placed[]): Dashboard {
  return {
    ...dashboard,
    tiles: dashboard.tiles.map((tile) => {
      const own = places.find((each) => each.id === tile.id)
      return own ? { ...tile, layouts: { ...(tile.layouts as object), ...own.layouts } } : tile
    }),
  }
}

type Open = 'add' | 'history' | 'text' | null

function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const search = route.useSearch()
  const { run } = useChanges()
  const { id } = dashboard
  const canEdit = dashboard.effective_privilege_level >= EDIT_LEVEL
  const key = dashboardQuery(project.id, String(id)).queryKey
  const [open, setOpen] = useState<Open>(null)
  const [editedText, setEditedText] = useState<Tile | null>(null)
  const [point, setPoint] = useState<Point | null>(null)
  const [every, setEvery] = useState(0)
  const [refreshes, setRefreshes] = useState(0)
  const { width, containerRef, mounted } = useContainerWidth()
  const isStacked = width < STACKS_BELOW_PX

  const kept = dashboard.filters as DashboardFilters
  const filters = (search.filters as DashboardFilters | undefined) ?? kept
  const isTrying = search.filters !== undefined && !sameNode(search.filters, kept)
  const setFilters = (next: DashboardFilters) =>
    void navigate({ to: '/dashboards/$id', params: { id: String(id) }, search: { ...search, filters: next } as never })
  const stopTrying = () =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, filters: undefined } as never,
      replace: true,
    })

  // What was moved is shown at once and written a moment later, tile by tile, so that two people can move different ones.
  const layout = useMemo(() => toLayout(dashboard.tiles), [dashboard.tiles])
  const pending = useRef<Layout | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const shown = useRef(layout)
  shown.current = layout
  const write = useCallback(
    async (next: Layout, undo?: Layout) => {
      const moved = movedTiles(shown.current, next)
      if (moved.length === 0) return
      queryClient.setQueryData(key, (old: Dashboard | undefined) => old && withPlaces(old, moved))
      await run(
        () => updateDashboard(project.id, id, { tiles: moved }),
        undo ? 'Tiles moved' : undefined,
        undo ? () => void run(() => updateDashboard(project.id, id, { tiles: movedTiles(next, undo) })) : undefined,
      )
    },
    [id, key, project.id, queryClient, run],
  )
  // Once everything has a place of its own, moving one tile moves no other.
  const placed = useRef(new Set<number>())
  useEffect(() => {
    const fresh = newPlaces(dashboard.tiles, layout).filter((tile) => !placed.current.has(tile.id))
    if (!canEdit || fresh.length === 0) return
    for (const tile of fresh) placed.current.add(tile.id)
    updateDashboard(project.id, id, { tiles: fresh })
      .then(() => queryClient.setQueryData(key, (old: Dashboard | undefined) => old && withPlaces(old, fresh)))
      .catch(() => {})
  }, [dashboard.tiles, layout, canEdit, id, key, project.id, queryClient])
  const flush = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    const next = pending.current
    pending.current = null
    if (next) void write(next)
  }, [write])
  useEffect(() => {
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  const onMoved = (next: Layout) => {
    pending.current = next
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(flush, SAVE_PAUSE_MS)
  }

  const change = (
    body: Parameters<typeof updateDashboard>[2],
    done?: string,
    undo?: Parameters<typeof updateDashboard>[2],
  ) =>
    run(
      () => updateDashboard(project.id, id, body),
      done,
      undo && (() => void run(() => updateDashboard(project.id, id, undo), 'Undone')),
    )

  const actions: TileActions = {
    onOpen: setPoint,
    onEditText: setEditedText,
    onRemove: (tile) =>
      void change({ tiles: [{ id: tile.id, deleted: true }] }, 'Tile removed', {
        tiles: [{ id: tile.id, deleted: false }],
      }),
    onDuplicate: (tile) =>
      void run(async () => {
        const copy = await duplicateInsight(project.id, tile.insight!.id)
        await updateInsight(project.id, copy.id, { dashboards: [id] })
      }, 'Duplicated'),
    onMoveTo: (tile, to) =>
      void run(
        () => moveTile(project.id, id, tile.id, to),
        'Tile moved',
        () => void run(() => moveTile(project.id, to, tile.id, id), 'Moved back'),
      ),
    onPlace: (tile, { x = 0, y = 0, w = 0, h = 0 }) => {
      const next = layout.map((item) => {
        if (item.i !== String(tile.id)) return item
        const wide = Math.max(item.minW ?? 1, Math.min(COLUMNS, item.w + w))
        return {
          ...item,
          w: wide,
          h: Math.max(item.minH ?? 1, item.h + h),
          x: Math.max(0, Math.min(COLUMNS - wide, item.x + x)),
          y: Math.max(0, item.y + y * 2),
        }
      })
      // Whoever is moved down goes below the next one, as if dragged there.
      const moved = next.find((item) => item.i === String(tile.id))!
      const others = next.filter((item) => item !== moved)
      const ordered = y > 0 ? [...others, moved] : [moved, ...others]
      void write(
        verticalCompactor.compact(
          ordered.map((item) => ({ ...item })),
          COLUMNS,
        ),
      )
    },
  }
  const actionsRef = useRef(actions)
  actionsRef.current = actions
  /** Stays the same, so that a tile is not drawn anew for every change of another. */
  const steady = useMemo<TileActions>(
    () => ({
      onOpen: (each) => actionsRef.current.onOpen(each),
      onEditText: (tile) => actionsRef.current.onEditText(tile),
      onRemove: (tile) => actionsRef.current.onRemove(tile),
      onDuplicate: (tile) => actionsRef.current.onDuplicate(tile),
      onMoveTo: (tile, to) => actionsRef.current.onMoveTo(tile, to),
      onPlace: (tile, by) => actionsRef.current.onPlace(tile, by),
    }),
    [],
  )
  const notes = useQuery(annotationsQuery(project.id))
  const annotations = useMemo(
    () =>
      (notes.data?.results ?? [])
        .filter(({ scope, dashboard_id: on }) => scope === 'project' || scope === 'organization' || on === id)
        .map(({ date_marker: at, content }) => ({
          at: at ? new Date(at).toLocaleString('sv-SE', { timeZone: project.timezone }).replace(' ', 'T') : '',
          text: content ?? '',
        })),
    [notes.data, id, project.timezone],
  )

  const toggleFull = () =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(id) },
      search: { ...search, full: !search.full } as never,
      replace: true,
    })
  useHotkeys({
    f: toggleFull,
    r: () => setRefreshes((count) => count + 1),
    e: () => document.querySelector<HTMLElement>('[aria-label="Name of the dashboard"]')?.focus(),
    c: () => canEdit && setOpen('add'),
    ...(search.full && { Escape: toggleFull }),
  })
  const name = dashboard.name || 'Untitled'
  useEffect(() => {
    document.title = `${name} · Hedgerow`
  }, [name])
  const remove = async () => {
    // What is deleted cannot be read again, so this page goes first.
    await navigate({ to: '/dashboards' })
    await change({ deleted: true }, 'Dashboard deleted', { deleted: false })
  }
  const duplicate = async (withInsights: boolean) => {
    const made = await run(
      () => createDashboard(project.id, { use_dashboard: id, duplicate_tiles: withInsights }),
      'Dashboard copied',
    )
    if (made) await navigate({ to: '/dashboards/$id', params: { id: String(made.id) } })
  }
  const addText = () => setOpen('text')
  const refreshMs = every > 0 ? every * 1000 : (false as const)
  const tileOf = (tile: Tile) => (
    <DashboardTile
      projectId={project.id}
      timeZone={project.timezone}
      tile={tile}
      filters={filters}
      hasOwnAnswer={!isTrying}
      canEdit={canEdit && !search.full}
      refreshMs={refreshMs}
      refreshes={refreshes}
      annotations={annotations}
      actions={steady}
    />
  )

  return (
    <div className={search.full ? 'fixed inset-0 z-20 overflow-y-auto bg-page' : 'min-w-0'}>
      <header className="flex flex-col gap-3 px-4 pt-4 pb-3 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="sr-only">{name}</h1>
          <TextCommit
            label="Name of the dashboard"
            value={dashboard.name ?? ''}
            placeholder="Untitled"
            isLarge
            maxLength={400}
            disabled={!canEdit}
            className="min-w-0 flex-1 max-sm:basis-full"
            onCommit={(next) =>
              next !== (dashboard.name ?? '') && void change({ name: next }, 'Renamed', { name: dashboard.name })
            }
          />
          <Button
            look="bare"
            className="px-2"
            aria-pressed={dashboard.pinned}
            aria-label="Pinned"
            title={dashboard.pinned ? 'Unpin' : 'Pin to the home page'}
            disabled={!canEdit}
            onClick={() => void change({ pinned: !dashboard.pinned })}
          >
            <Pin size={16} aria-hidden fill={dashboard.pinned ? 'currentColor' : 'none'} />
          </Button>
          <Button
            look="bare"
            className="px-2"
            aria-label={search.full ? 'Leave full screen' : 'Full screen'}
            title="Full screen (f)"
            onClick={toggleFull}
          >
            {search.full ? <Shrink size={16} aria-hidden /> : <Expand size={16} aria-hidden />}
          </Button>
          <Menu
            label="More"
            className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
            trigger={<MoreHorizontal size={18} aria-hidden />}
            items={[
              canEdit ? { label: 'Add a text', icon: <Type size={15} aria-hidden />, onSelect: addText } : null,
              canEdit ? { label: 'Tidy up', onSelect: () => void write(tidy(layout), layout) } : null,
              { label: 'Duplicate', icon: <Copy size={15} aria-hidden />, onSelect: () => void duplicate(false) },
              { label: 'Duplicate with its insights', onSelect: () => void duplicate(true) },
              canEdit
                ? {
                    label: dashboard.restriction_level === EDIT_LEVEL ? 'Let everybody edit' : 'Only I may edit',
                    onSelect: () =>
                      void change({ restriction_level: dashboard.restriction_level === EDIT_LEVEL ? 21 : EDIT_LEVEL }),
                  }
                : null,
              { label: 'History', icon: <History size={15} aria-hidden />, onSelect: () => setOpen('history') },
              canEdit
                ? {
                    label: 'Delete',
                    icon: <Trash2 size={15} aria-hidden />,
                    isDangerous: true,
                    onSelect: () => void remove(),
                  }
                : null,
            ]}
          />
          {canEdit && (
            <Button look="primary" onClick={() => setOpen('add')} title="Add an insight (c)">
              <Plus size={16} aria-hidden /> Insight
            </Button>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px] text-muted">
          <TextCommit
            label="Description"
            placeholder="Add a description"
            value={dashboard.description}
            disabled={!canEdit}
            className="max-w-full flex-1 border-transparent hover:border-line-strong"
            onCommit={(description) => void change({ description })}
          />
          {canEdit && <TagsEditor tags={dashboard.tags} onChange={(tags) => void change({ tags })} />}
          {!canEdit && <span>You can look at this dashboard but not change it.</span>}
        </div>
        <div className="flex flex-wrap items-start gap-2">
          <RangePicker
            range={filters}
            timeZone={project.timezone}
            emptyLabel="As each insight says"
            onChange={({ date_from, date_to }) => setFilters({ ...filters, date_from, date_to })}
            onClear={() => setFilters({ ...filters, date_from: null, date_to: null })}
          />
          <FilterGroups
            projectId={project.id}
            filters={filters.properties}
            onChange={(properties) => setFilters({ ...filters, properties: properties ?? null })}
          />
          {isTrying && (
            <span role="status" className="flex flex-wrap items-center gap-2">
              {canEdit && (
                <Button
                  onClick={() =>
                    void change({ filters: filters as never }, 'Filters saved', { filters: kept as never }).then(
                      (saved) => saved && stopTrying(),
                    )
                  }
                >
                  Save filters
                </Button>
              )}
              <Button look="bare" onClick={stopTrying}>
                Back to what is saved
              </Button>
            </span>
          )}
          <span className="ml-auto inline-flex items-center gap-1">
            <select
              aria-label="Auto-refresh"
              value={every}
              onChange={(event) => setEvery(Number(event.target.value))}
              className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
            >
              {REFRESHES.map(([seconds, label]) => (
                <option key={seconds} value={seconds}>
                  {label}
                </option>
              ))}
            </select>
            <Button
              look="bare"
              className="px-2"
              aria-label="Compute all anew"
              title="Compute all anew (r)"
              onClick={() => setRefreshes((count) => count + 1)}
            >
              <RotateCw size={16} aria-hidden />
            </Button>
          </span>
        </div>
      </header>
      <div ref={containerRef} className="px-3 pb-12 md:px-5">
        {dashboard.tiles.length === 0 ? (
          <div className="rounded-lg border border-line bg-surface">
            <EmptyState title="Nothing on it yet">
              <p>Put questions here whose answers you want to see together.</p>
              {canEdit && (
                <Button look="primary" onClick={() => setOpen('add')}>
                  Add an insight
                </Button>
              )}
            </EmptyState>
          </div>
        ) : !mounted ? null : isStacked ? (
          <ul className="flex flex-col gap-3">
            {dashboard.tiles.map((tile) => (
              <li key={tile.id} className={tile.text ? '' : 'h-96'}>
                {tileOf(tile)}
              </li>
            ))}
          </ul>
        ) : (
          <GridLayout
            width={width}
            layout={layout}
            gridConfig={{ cols: COLUMNS, rowHeight: ROW_PX, margin: [12, 12], containerPadding: [0, 0] }}
            dragConfig={{ enabled: canEdit && !search.full, handle: '.tile-handle' }}
            resizeConfig={{ enabled: canEdit && !search.full, handles: ['se'] }}
            onDragStop={(next) => onMoved(next)}
            onResizeStop={(next) => onMoved(next)}
          >
            {dashboard.tiles.map((tile) => (
              <div key={String(tile.id)}>{tileOf(tile)}</div>
            ))}
          </GridLayout>
        )}
      </div>
      {point && <PersonsPanel projectId={project.id} point={point} onClose={() => setPoint(null)} />}
      {open === 'add' && (
        <AddInsightDialog
          projectId={project.id}
          dashboard={dashboard}
          onClose={() => setOpen(null)}
          onAdded={() =>
            void queryClient.invalidateQueries({ queryKey: insightQuery(project.id, '').queryKey.slice(0, 2) })
          }
        />
      )}
      {open === 'history' && (
        <Drawer title="History" lead={name} onClose={() => setOpen(null)}>
          <ObjectHistory projectId={project.id} of={{ dashboard: id }} timeZone={project.timezone} />
        </Drawer>
      )}
      {(open === 'text' || editedText) && (
        <TextDialog
          text={editedText?.text?.body ?? ''}
          onClose={() => {
            setOpen(null)
            setEditedText(null)
          }}
          onSave={async (body) => {
            const saved = editedText
              ? await change({ tiles: [{ id: editedText.id, text: { body } }] }, 'Text changed', {
                  tiles: [{ id: editedText.id, text: { body: editedText.text?.body ?? '' } }],
                })
              : await change({ tiles: [{ text: { body } }] }, 'Text added')
            if (!saved) return
            setOpen(null)
            setEditedText(null)
          }}
        />
      )}
    </div>
  )
}

function TextDialog({
  text,
  onSave,
  onClose,
}: {
  text: string
  onSave: (text: string) => Promise<void>
  onClose: () => void
}) {
  const [body, setBody] = useState(text)
  const [isBusy, setBusy] = useState(false)
  return (
    <Dialog
      title={text ? 'Change the text' : 'Add a text'}
      action="Save"
      isBusy={isBusy}
      isDisabled={body.trim() === ''}
      onClose={onClose}
      onAction={() => {
        setBusy(true)
        void onSave(body).finally(() => setBusy(false))
      }}
    >
      <TextArea
        label="Text"
        hint="Markdown: # heading, **bold**, *italic*, - list, [link](https://…)"
        rows={8}
        value={body}
        maxLength={4000}
        onChange={(event) => setBody(event.target.value)}
      />
    </Dialog>
  )
}
