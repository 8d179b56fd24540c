/** What every tile of a dashboard is given. */
import type { Point } from '@hedgerow/shared/charts/points'
import type { DashboardFilters, Tile } from './api'

export interface TileActions {
  onRemove: (tile: Tile) => void
  onDuplicate: (tile: Tile) => void
  onMoveTo: (tile: Tile, dashboard: number) => void
  /** Moves or resizes by steps of the grid: what dragging does, for the keyboard. */
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
  refreshMs: number | false
  /** Counts up when everything is to be computed anew. */
  refreshes: number
  annotations: { at: string; text: string }[]
  actions: TileActions
}
