/** The props of every tile of a dashboard. */
import type { Point } from '@hedgerow/shared/charts/points'
import type { DashboardFilters, Tile } from './api'

export interface TileActions {
  onRemove: (tile: Tile) => void
  onDuplicate: (tile: Tile) => void
  onMoveTo: (tile: Tile, dashboard: number) => void
  /** Moves or resizes in steps of the grid: the keyboard's alternative to dragging. */
  onPlace: (tile: Tile, change: { x?: number; y?: number; w?: number; h?: number }) => void
  onEditText: (tile: Tile) => void
  onOpen: (point: Point) => void
}

export interface TileProps {
  projectId: number
  timeZone: string
  tile: Tile
  filters: DashboardFilters
  /** The answer that came with the dashboard was computed with these filters. */
  hasOwnAnswer: boolean
  canEdit: boolean
  /** Shows only the answer, without menu and link, and asks for it even if nobody scrolls to it. */
  isPlain?: boolean
  refreshMs: number | false
  /** Incremented to recompute every tile. */
  refreshes: number
  annotations: { at: string; text: string }[]
  actions: TileActions
}

const nothing = () => {}
/** For tiles that only show their answer. */
export const NO_ACTIONS: TileActions = {
  onRemove: nothing,
  onDuplicate: nothing,
  onMoveTo: nothing,
  onPlace: nothing,
  onEditText: nothing,
  onOpen: nothing,
}
