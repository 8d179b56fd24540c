/** What can be done with the selected recordings. */
import { counted } from '@hedgerow/shared/format'
import { useState } from 'react'
import { useChanges } from '../../../../changes'
import { Button } from '../../../../components/controls'
import { ConfirmByName } from '../../../../components/form'
import { changes } from '../api'
import { CollectDialog } from './collect-dialog'

interface Props {
  projectId: number
  ids: readonly string[]
  /** Of the list. */
  count: number
  collection?: string
  onAll: (isAll: boolean) => void
}

export function BulkBar({ projectId, ids, count, collection, onAll }: Props) {
  const { run, isBusy } = useChanges()
  const [dialog, setDialog] = useState<'delete' | 'collect' | null>(null)
  const isAll = ids.length === count
  const setViewed = (isViewed: boolean) =>
    void run(
      () => changes.setViewed(projectId, ids, isViewed),
      `${counted(ids.length, 'recording')} marked as ${isViewed ? 'viewed' : 'not viewed'}.`,
    )
  const takeOut = () =>
    void run(
      () => changes.uncollect(projectId, collection!, ids),
      `${counted(ids.length, 'recording')} taken out of the collection.`,
      () => void run(() => changes.collect(projectId, collection!, ids)),
    )
  return (
    <div role="toolbar" aria-label="Selection" className="flex min-h-9 flex-wrap items-center gap-2">
      <label className="flex min-h-9 items-center gap-2 px-3">
        <input
          type="checkbox"
          checked={isAll}
          ref={(box) => {
            if (box) box.indeterminate = ids.length > 0 && !isAll
          }}
          onChange={() => onAll(!isAll)}
          className="size-5"
        />
        {ids.length > 0 ? `${counted(ids.length, 'recording')} selected` : 'Select all shown'}
      </label>
      {ids.length > 0 && (
        <>
          <Button onClick={() => setDialog('collect')}>Add to collection…</Button>
          {collection && (
            <Button disabled={isBusy} onClick={takeOut}>
              Take out
            </Button>
          )}
          <Button disabled={isBusy} onClick={() => setViewed(true)}>
            Mark as viewed
          </Button>
          <Button disabled={isBusy} onClick={() => setViewed(false)}>
            Mark as not viewed
          </Button>
          <Button onClick={() => setDialog('delete')}>Delete…</Button>
        </>
      )}
      {dialog === 'delete' && (
        <DeleteRecordings projectId={projectId} ids={ids} onClose={() => setDialog(null)} onDone={() => onAll(false)} />
      )}
      {dialog === 'collect' && <CollectDialog projectId={projectId} ids={ids} onClose={() => setDialog(null)} />}
    </div>
  )
}

interface DeleteProps {
  projectId: number
  ids: readonly string[]
  onClose: () => void
  onDone: () => void
}

export function DeleteRecordings({ projectId, ids, onClose, onDone }: DeleteProps) {
  const { run } = useChanges()
  const what = counted(ids.length, 'recording')
  return (
    <ConfirmByName
      title={`Delete ${what}`}
      name={`delete ${what}`}
      action="Delete"
      onClose={onClose}
      onConfirm={async () => {
        const isDone = await run(async () => {
          await changes.remove(projectId, ids)
          return true
        }, `${what} deleted.`)
        onClose()
        if (isDone) onDone()
      }}
    >
      <p>They are deleted for good, for everybody. Links to them stop working. The events of their sessions stay.</p>
    </ConfirmByName>
  )
}
