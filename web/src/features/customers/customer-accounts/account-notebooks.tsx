/** The notebooks of an account. */
import { useQuery } from '@tanstack/react-query'
import { NotebookPen, Plus } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { type Account, accountNotebooksQuery, createAccountNotebook } from './api'

const NotebookEditor = lazy(() =>
  import('../notebooks/notebook-editor').then((module) => ({ default: module.NotebookEditor })),
)

export function Notebooks({ account, onOpen }: { account: Account; onOpen: (id: string) => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const query = useQuery(accountNotebooksQuery(project.id, account.id))
  const make = async () => {
    const made = await run(() =>
      createAccountNotebook(project.id, account.id, `Notes on ${account.name}`.slice(0, 256)),
    )
    if (made) onOpen(made.short_id)
  }
  return (
    <Loaded query={query} skeleton={<Skeleton rows={2} />}>
      {(data) => (
        <>
          {data.results.length === 0 && (
            <p className="text-muted">
              Keep notes on calls, plans and agreements for the next person who looks after this account.
            </p>
          )}
          <ul className="flex flex-col">
            {data.results.map((notebook) => (
              <li key={notebook.id}>
                <button
                  type="button"
                  onClick={() => onOpen(notebook.short_id)}
                  className="flex min-h-10 w-full items-center justify-between gap-3 rounded-md px-2 text-left hover:bg-raised"
                >
                  <span className="inline-flex min-w-0 items-center gap-2">
                    <NotebookPen size={15} aria-hidden className="shrink-0 text-muted" />
                    <span className="truncate">{notebook.title || 'Untitled'}</span>
                  </span>
                  <span className="shrink-0 text-[13px] text-muted">
                    <TimeAgo iso={notebook.last_modified_at} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div>
            <Button onClick={() => void make()} disabled={isBusy}>
              <Plus size={15} aria-hidden /> New notebook
            </Button>
          </div>
        </>
      )}
    </Loaded>
  )
}

/** A notebook beside the account. */
export function NotebookDrawer({ id, account, onClose }: { id: string; account: Account; onClose: () => void }) {
  return (
    <Drawer title="Notebook" lead={account.name} onClose={onClose}>
      <Suspense fallback={<Skeleton rows={6} />}>
        <NotebookEditor id={id} isBeside onGone={onClose} />
      </Suspense>
    </Drawer>
  )
}
