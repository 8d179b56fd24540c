/** Adds recordings to a collection, which may be a new one. */
import { counted } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChanges } from '../../../../changes'
import { Field, Select } from '../../../../components/controls'
import { Dialog } from '../../../../components/dialog'
import { Loaded, Skeleton } from '../../../../components/states'
import { changes, type Playlist, playlistsQuery } from '../api'

interface Props {
  projectId: number
  ids: readonly string[]
  onClose: () => void
}

export const playlistName = ({ name, derived_name: derived }: Pick<Playlist, 'name' | 'derived_name'>) =>
  name || derived || 'Untitled'

export function CollectDialog({ projectId, ids, onClose }: Props) {
  const query = useQuery(playlistsQuery(projectId, 'collection'))
  const { run, isBusy } = useChanges()
  const [chosen, setChosen] = useState('')
  const [name, setName] = useState('')
  const save = async () => {
    const done = await run(
      async () => {
        const shortId =
          chosen || (await changes.createPlaylist(projectId, { name: name.trim(), type: 'collection' })).short_id
        await changes.collect(projectId, shortId, ids)
        return true
      },
      `${counted(ids.length, 'recording')} added.`,
    )
    if (done) onClose()
  }
  return (
    <Dialog
      title="Add to a collection"
      action="Add"
      isBusy={isBusy}
      isDisabled={chosen === '' && name.trim() === ''}
      onClose={onClose}
      onAction={() => void save()}
    >
      <Loaded query={query} skeleton={<Skeleton rows={2} />}>
        {({ results }) => (
          <>
            <Select
              label="Collection"
              value={chosen}
              onChange={(event) => setChosen(event.target.value)}
              options={[
                { value: '', label: 'New collection' },
                ...results.map((each) => ({ value: each.short_id, label: playlistName(each) })),
              ]}
            />
            {chosen === '' && (
              <Field
                label="Name"
                value={name}
                maxLength={400}
                onChange={(event) => setName(event.target.value)}
                autoFocus
                required
              />
            )}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
