/** A tile with text in Markdown. */
import { MoreHorizontal, Trash2 } from 'lucide-react'
import { Markdown } from '../../../components/markdown'
import { Menu } from '../../../components/popover'
import { Frame, placing } from './tile-frame'
import type { TileProps } from './tile-props'

export function TextTile({ tile, canEdit, isPlain, actions }: TileProps) {
  const body = tile.text?.body ?? ''
  return (
    <Frame
      name="Text"
      canEdit={canEdit}
      color={tile.color}
      title={<span className="sr-only">Text</span>}
      menu={
        canEdit &&
        !isPlain && (
          <Menu
            label="Menu of the text"
            className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
            trigger={<MoreHorizontal size={16} aria-hidden />}
            items={[
              { label: 'Edit', onSelect: () => actions.onEditText(tile) },
              ...placing(tile, actions, canEdit),
              {
                label: 'Remove',
                icon: <Trash2 size={15} aria-hidden />,
                isDangerous: true,
                onSelect: () => actions.onRemove(tile),
              },
            ]}
          />
        )
      }
    >
      <div className="h-full overflow-auto px-4 pb-3">
        <Markdown text={body} />
      </div>
    </Frame>
  )
}
