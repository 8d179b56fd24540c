/** Saved views of the accounts table: choose, save, rename, share, delete. */
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button, Select } from '../../../components/controls'
import { NameDialog } from '../../../components/name-dialog'
import { Picker, resultsSoFar } from '../../../components/picker'
import { Menu } from '../../../components/popover'
import { useToasts } from '../../../components/toasts'
import {
  deleteView,
  type Preset,
  presets,
  saveView,
  stateOfView,
  stateText,
  type TableState,
  updateView,
  type View,
  viewsQuery,
} from './table'

interface Props {
  projectId: number
  /** The saved view that the table started with, if any. */
  view: View | null
  /** The built-in view that it started with otherwise. */
  preset: Preset
  state: TableState
  onChoose: (id: string) => void
}

export function ViewsMenu({ projectId, view, preset, state, onChoose }: Props) {
  const userId = useQuery(meQuery).data!.id
  const query = useQuery(viewsQuery(projectId))
  const { run, isBusy } = useChanges()
  const toasts = useToasts()
  const [dialog, setDialog] = useState<'new' | 'rename' | null>(null)
  const isChanged = view !== null && stateText(state) !== stateText(stateOfView(view.definition))
  const views = resultsSoFar(query)
  const choice = ({ id, name, visibility }: View) => ({
    value: id,
    label: name,
    hint: visibility === 'team' ? 'everybody' : undefined,
  })
  const save = async () => {
    try {
      await updateView(projectId, view!.id, { definition: state, version: view!.version })
      await run(async () => true, 'View saved')
    } catch (problem) {
      if (problem instanceof RequestError && problem.status === 409)
        toasts.problem('Someone else changed this view. Save yours as a new view, or choose the view again.')
      else toasts.problem((problem as Error).message)
    }
  }
  const remove = async (own: View) => {
    onChoose('')
    await run(
      () => deleteView(projectId, own.id),
      `View ${own.name} deleted`,
      () =>
        void run(
          () => saveView(projectId, own.name, own.visibility as 'team', stateOfView(own.definition)),
          'View restored',
        ),
    )
  }
  return (
    <>
      <Picker
        label="Views"
        queries={[query]}
        trigger={
          <>
            <span className="max-w-48 truncate font-medium">{view?.name ?? preset.name}</span>
            {isChanged && (
              <span className="text-[13px] text-muted" title="Changed since it was saved">
                changed
              </span>
            )}
            <ChevronDown size={14} aria-hidden className="text-muted" />
          </>
        }
        groups={[
          { choices: presets(userId).map(({ id, name }) => ({ value: id, label: name })) },
          { title: 'Yours', choices: views.filter(({ visibility }) => visibility === 'private').map(choice) },
          { title: 'Shared', choices: views.filter(({ visibility }) => visibility === 'team').map(choice) },
        ]}
        onChoose={onChoose}
      />
      {isChanged && (
        <Button onClick={() => void save()} disabled={isBusy}>
          Save view
        </Button>
      )}
      <Menu
        label="More about views"
        className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
        trigger={<MoreHorizontal size={18} aria-hidden />}
        items={[
          { label: 'Save as a new view…', onSelect: () => setDialog('new') },
          view && { label: 'Rename or share…', onSelect: () => setDialog('rename') },
          view && isChanged ? { label: 'Revert to saved view', onSelect: () => onChoose(view.id) } : null,
          view && { label: 'Delete view', isDangerous: true, onSelect: () => void remove(view) },
        ]}
      />
      {dialog && (
        <ViewDialog
          projectId={projectId}
          view={dialog === 'rename' ? view : null}
          state={state}
          onClose={() => setDialog(null)}
          onDone={(saved) => {
            setDialog(null)
            onChoose(saved.id)
          }}
        />
      )}
    </>
  )
}

function ViewDialog({
  projectId,
  view,
  state,
  onClose,
  onDone,
}: {
  projectId: number
  view: View | null
  state: TableState
  onClose: () => void
  onDone: (view: View) => void
}) {
  const { run, isBusy } = useChanges()
  const [visibility, setVisibility] = useState(view?.visibility ?? 'private')
  const save = async (name: string) => {
    const to = visibility as 'private'
    const saved = await run(
      () => (view ? updateView(projectId, view.id, { name, visibility: to }) : saveView(projectId, name, to, state)),
      view ? 'View changed' : 'View saved',
    )
    if (saved) onDone(saved as View)
  }
  return (
    <NameDialog
      title={view ? 'Rename or share view' : 'Save as a new view'}
      action="Save"
      name={view?.name ?? ''}
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) => void save(name)}
    >
      <Select
        label="Who sees it"
        value={visibility}
        onChange={(event) => setVisibility(event.target.value)}
        options={[
          { value: 'private', label: 'Only you' },
          { value: 'team', label: 'Everyone in the project' },
        ]}
      />
    </NameDialog>
  )
}
