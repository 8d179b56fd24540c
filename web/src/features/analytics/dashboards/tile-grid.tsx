/** The tiles of a dashboard: a grid to drag and resize on wide screens, one below the other on phones. */
import type { ReactNode } from 'react'
import { GridLayout, type Layout, useContainerWidth } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import type { Tile } from './api'
import { COLUMNS, GAP_PX, ROW_PX } from './layout'

const STACKS_BELOW_PX = 768

interface Props {
  tiles: Tile[]
  layout: Layout
  canMove: boolean
  /** Rows that fill the window exactly, so without room below them. */
  rowPx?: number
  /** Shown if there are no tiles. */
  empty: ReactNode
  onMoved: (layout: Layout) => void
  children: (tile: Tile) => ReactNode
}

export function TileGrid({ tiles, layout, canMove, rowPx, empty, onMoved, children }: Props) {
  const { width, containerRef, mounted } = useContainerWidth()
  return (
    <div ref={containerRef} className={`px-3 md:px-5 ${rowPx === undefined ? 'pb-12' : ''}`}>
      {tiles.length === 0 ? (
        empty
      ) : !mounted ? null : width < STACKS_BELOW_PX ? (
        <ul className="flex flex-col gap-3">
          {tiles.map((tile) => (
            <li key={tile.id} className={tile.text ? '' : 'h-96'}>
              {children(tile)}
            </li>
          ))}
        </ul>
      ) : (
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={{ cols: COLUMNS, rowHeight: rowPx ?? ROW_PX, margin: [GAP_PX, GAP_PX], containerPadding: [0, 0] }}
          dragConfig={{ enabled: canMove, handle: '.tile-handle' }}
          resizeConfig={{ enabled: canMove, handles: ['se'] }}
          onDragStop={(next) => onMoved(next)}
          onResizeStop={(next) => onMoved(next)}
        >
          {tiles.map((tile) => (
            <div key={String(tile.id)}>{children(tile)}</div>
          ))}
        </GridLayout>
      )}
    </div>
  )
}
