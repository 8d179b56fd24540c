/** The tiles of a shared dashboard, where its owner placed them. */
import { useMemo } from 'react'
import { Markdown } from '../../../components/markdown'
import type { Dashboard, Tile } from '../../analytics/dashboards/api'
import { toLayout } from '../../analytics/dashboards/layout'
import { Frame } from '../../analytics/dashboards/tile-frame'
import { TileGrid } from '../../analytics/dashboards/tile-grid'
import { titleOf } from '../../analytics/insights/api'
import { SharedAnswer } from './shared-answer'

export function SharedDashboard({ dashboard: { tiles } }: { dashboard: Dashboard }) {
  const layout = useMemo(() => toLayout(tiles), [tiles])
  return (
    <TileGrid
      tiles={tiles}
      layout={layout}
      canMove={false}
      empty={<p className="p-6 text-center text-muted">This dashboard is empty.</p>}
      onMoved={() => {}}
    >
      {(tile) => <SharedTile tile={tile} />}
    </TileGrid>
  )
}

function SharedTile({ tile: { insight, text, color } }: { tile: Tile }) {
  const name = insight ? titleOf(insight) : 'Text'
  return (
    <Frame
      name={name}
      title={insight ? name : <span className="sr-only">{name}</span>}
      menu={null}
      canEdit={false}
      color={color}
    >
      {insight ? (
        <SharedAnswer insight={insight} isTile />
      ) : (
        <div className="h-full overflow-auto px-4 pb-3">
          <Markdown text={text?.body ?? ''} isPublic />
        </div>
      )}
    </Frame>
  )
}
