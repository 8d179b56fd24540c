/** The tiles of a dashboard: a grid to drag and resize on wide screens, one below the other on phones. */
import type { ReactNode } from 'react'
import { GridLayout, type Layout, useContainerWidth } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import type { Tile } from './api'
import { COLUMNS, ROW_PX } from './layout'

const STACKS_BELOW_PX = 768

interface Props {
  tiles: Tile[]
  layout: Layout
  canMove: boolean
  /** Shown if there are no tiles. */
  empty: ReactNode
  onMoved: (layout: Layout) => void
  children: (tile: Tile) => ReactNode
}

export function TileGrid({ tiles, layout, canMove, empty, onMoved, children }: Props) {
  const { width, containerRef, mounted } = useContainerWidth()
  return (
    <div ref={containerRef} className="px-3 pb-12 md:px-5">
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
          gridConfig={{ cols: COLUMNS, rowHeight: ROW_PX, margin: [12, 12], containerPadding: [0, 0] }}
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
