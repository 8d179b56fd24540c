/** Where the tiles of a dashboard are. Moves show at once and are saved a moment later. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { type Layout, verticalCompactor } from 'react-grid-layout'
import { useChanges } from '../../../changes'
import { useProject } from '../../../project'
import { type Dashboard, dashboardQuery, updateDashboard } from './api'
import { COLUMNS, movedTiles, newPlaces, type Placed, tidy, toLayout } from './layout'
import type { TileActions } from './tile-props'

const SAVE_PAUSE_MS = 500

function withPlaces(dashboard: Dashboard, places: Placed[]): Dashboard {
  return {
    ...dashboard,
    tiles: dashboard.tiles.map((tile) => {
      const own = places.find((each) => each.id === tile.id)
      return own ? { ...tile, layouts: { ...(tile.layouts as object), ...own.layouts } } : tile
    }),
  }
}

/** Shows tiles in new places before the server has them. */
function useShowPlaces(id: number) {
  const project = useProject()
  const queryClient = useQueryClient()
  return useCallback(
    (places: Placed[]) =>
      queryClient.setQueryData(
        dashboardQuery(project.id, String(id)).queryKey,
        (old: Dashboard | undefined) => old && withPlaces(old, places),
      ),
    [id, project.id, queryClient],
  )
}

/** Saves a place for new tiles, so that moving one tile moves no other. */
function usePlacesForNewTiles({ id, tiles }: Dashboard, layout: Layout, canEdit: boolean) {
  const project = useProject()
  const show = useShowPlaces(id)
  const placed = useRef(new Set<number>())
  useEffect(() => {
    const fresh = newPlaces(tiles, layout).filter((tile) => !placed.current.has(tile.id))
    if (!canEdit || fresh.length === 0) return
    for (const tile of fresh) placed.current.add(tile.id)
    updateDashboard(project.id, id, { tiles: fresh })
      .then(() => show(fresh))
      .catch(() => {})
  }, [tiles, layout, canEdit, id, project.id, show])
}

/** Debounces writing the layout; writes it at once when the page is left. */
function useLater(write: (layout: Layout) => Promise<void>) {
  const pending = useRef<Layout | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  /** Takes the pending layout, which is then no longer written. */
  const take = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    const next = pending.current
    pending.current = null
    return next
  }, [])
  const flush = useCallback(() => {
    const next = take()
    if (next) void write(next)
  }, [take, write])
  useEffect(() => {
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  const later = (next: Layout) => {
    take()
    pending.current = next
    timer.current = setTimeout(flush, SAVE_PAUSE_MS)
  }
  return { later, take }
}

/** The layout after one tile moved or grew by steps of the grid. */
function stepped(layout: Layout, id: string, { x = 0, y = 0, w = 0, h = 0 }: Parameters<TileActions['onPlace']>[1]) {
  const next = layout.map((item) => {
    if (item.i !== id) return { ...item }
    const wide = Math.max(item.minW ?? 1, Math.min(COLUMNS, item.w + w))
    return {
      ...item,
      w: wide,
      h: Math.max(item.minH ?? 1, item.h + h),
      x: Math.max(0, Math.min(COLUMNS - wide, item.x + x)),
      y: Math.max(0, item.y + y * 2),
    }
  })
  // A tile that moves down goes below the next one, as if dragged there.
  const moved = next.find((item) => item.i === id)!
  const others = next.filter((item) => item !== moved)
  return verticalCompactor.compact(y > 0 ? [...others, moved] : [moved, ...others], COLUMNS)
}

/** Two people can move different tiles at the same time: only those that moved are written. */
export function useLayout(dashboard: Dashboard, canEdit: boolean) {
  const { id, tiles } = dashboard
  const project = useProject()
  const { run } = useChanges()
  const show = useShowPlaces(id)
  const layout = useMemo(() => toLayout(tiles), [tiles])
  const shown = useRef(layout)
  shown.current = layout
  const write = useCallback(
    async (next: Layout, undo?: Layout) => {
      const moved = movedTiles(shown.current, next)
      if (moved.length === 0) return
      show(moved)
      await run(
        () => updateDashboard(project.id, id, { tiles: moved }),
        undo ? 'Tiles moved' : undefined,
        undo ? () => void run(() => updateDashboard(project.id, id, { tiles: movedTiles(next, undo) })) : undefined,
      )
    },
    [id, project.id, show, run],
  )
  usePlacesForNewTiles(dashboard, layout, canEdit)
  const { later, take } = useLater(write)
  // Include a pending move in the next write. Written after it, the pending move would undo it.
  const latest = () => take() ?? layout
  return {
    layout,
    onMoved: later,
    tidyUp: () => {
      const before = latest()
      void write(tidy(before), before)
    },
    place: ((tile, step) => void write(stepped(latest(), String(tile.id), step))) satisfies TileActions['onPlace'],
  }
}
