/** A notebook for reading and editing: loads it, and the draft that could not be saved. */

import { stable } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { PageHeader } from '../../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { type Notebook, notebookQuery } from './api'
import { type DraftStore, draftStore } from './drafts'
import { NotebookView } from './notebook-view'

interface Props {
  id: string
  /** Shown beside something else, without a URL of its own. */
  isBeside?: boolean
  onGone?: () => void
}

export function NotebookEditor({ id, isBeside = false, onGone }: Props) {
  const project = useProject()
  const userId = useQuery(meQuery).data!.id
  const { data, error, isPending, refetch } = useQuery(notebookQuery(project.id, id))
  const drafts = useMemo(() => draftStore(userId, project.id, id), [userId, project.id, id])
  // The text being edited stays until it is dropped explicitly, whatever is refetched in the meantime.
  const [base, setBase] = useState<Base | null>(null)
  useEffect(() => {
    if (data && !base) setBase(baseOf(data, drafts))
  }, [data, base, drafts])
  if (!base && error)
    return (
      <>
        <PageHeader title="Notebook" />
        <div className="px-6">
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This notebook does not exist, or was deleted">
              <Link to="/notebooks" className="text-accent underline">
                All notebooks
              </Link>
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )}
        </div>
      </>
    )
  if (isPending || !base)
    return (
      <>
        <PageHeader title="Notebook" />
        <Skeleton />
      </>
    )
  return (
    <NotebookView
      key={base.generation}
      notebook={base.notebook}
      drafts={drafts}
      isDraft={base.isDraft}
      isBeside={isBeside}
      onGone={onGone}
      onReload={(notebook) => setBase({ notebook, generation: base.generation + 1, isDraft: false })}
    />
  )
}

interface Base {
  notebook: Notebook
  generation: number
  /** The content is a draft that could not be saved. */
  isDraft: boolean
}

/** A draft comes first. Saving it shows whether someone else was faster. */
function baseOf(notebook: Notebook, drafts: DraftStore): Base {
  const draft = drafts.read()
  const mayEdit = notebook.user_access_level !== 'viewer' && notebook.user_access_level !== 'none'
  if (!draft || !mayEdit) return { notebook, generation: 0, isDraft: false }
  if (stable(draft.content) === stable(notebook.content)) {
    drafts.forget()
    return { notebook, generation: 0, isDraft: false }
  }
  return { notebook: { ...notebook, content: draft.content, version: draft.version }, generation: 0, isDraft: true }
}
