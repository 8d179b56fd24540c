/** The frame of a tile: its handle, title and menu. */
import { GripVertical } from 'lucide-react'
import type { Tile } from './api'
import type { TileActions } from './tile-props'

export function Frame({
  title,
  name,
  footer,
  menu,
  canEdit,
  color,
  children,
}: {
  title: React.ReactNode
  name: string
  footer?: React.ReactNode
  menu: React.ReactNode
  canEdit: boolean
  color: string | null
  children: React.ReactNode
}) {
  return (
    <section
      aria-label={name}
      className="flex h-full min-w-0 flex-col rounded-lg border border-line bg-surface"
      style={color && /^#[0-9a-f]{6}$/i.test(color) ? { borderTopColor: color, borderTopWidth: 3 } : undefined}
    >
      <header className="flex items-center gap-1 py-1 pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{title}</h2>
        {footer}
        {menu}
        {canEdit && (
          <span
            className="tile-handle hidden cursor-grab px-1 py-2 text-muted md:block"
            aria-hidden
            title="Drag to move"
          >
            <GripVertical size={15} />
          </span>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-hidden">{children}</div>
    </section>
  )
}

export function placing(tile: Tile, { onPlace }: TileActions, canEdit: boolean) {
  if (!canEdit) return []
  return [
    { label: 'Move left', onSelect: () => onPlace(tile, { x: -1 }) },
    { label: 'Move right', onSelect: () => onPlace(tile, { x: 1 }) },
    { label: 'Move up', onSelect: () => onPlace(tile, { y: -1 }) },
    { label: 'Move down', onSelect: () => onPlace(tile, { y: 1 }) },
    { label: 'Wider', onSelect: () => onPlace(tile, { w: 1 }) },
    { label: 'Narrower', onSelect: () => onPlace(tile, { w: -1 }) },
    { label: 'Taller', onSelect: () => onPlace(tile, { h: 1 }) },
    { label: 'Shorter', onSelect: () => onPlace(tile, { h: -1 }) },
  ]
}
