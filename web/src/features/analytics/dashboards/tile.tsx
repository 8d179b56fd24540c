/** One tile: an answer with its menu, or a text. */
import { memo } from 'react'
import type { Insight } from '../insights/api'
import { InsightTile } from './insight-tile'
import { TextTile } from './text-tile'
import type { TileProps } from './tile-props'

export const DashboardTile = memo(function DashboardTile(props: TileProps) {
  const { tile } = props
  if (tile.insight) return <InsightTile {...props} insight={tile.insight as unknown as Insight} />
  return <TextTile {...props} />
})
