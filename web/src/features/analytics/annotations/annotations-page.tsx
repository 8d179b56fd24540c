/** All annotations: what happened when. */

import { eventTime } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { AnnotationDialog } from './annotation-dialog'
import { type Annotation, annotationsQuery, updateAnnotation } from './api'

const SCOPES: Record<string, string> = {
  dashboard_item: 'an insight',
  dashboard: 'a dashboard',
  project: 'the project',
  organization: 'the organization',
}

export function AnnotationsPage() {
  const project = useProject()
  const { run } = useChanges()
  const query = useQuery(annotationsQuery(project.id))
  const [edited, setEdited] = useState<Annotation | 'new' | null>(null)
  useHotkeys({ c: () => setEdited('new') })
  const remove = (note: Annotation) =>
    void run(
      () => updateAnnotation(project.id, note.id, { deleted: true }),
      'Annotation deleted',
      () => void run(() => updateAnnotation(project.id, note.id, { deleted: false }), 'Annotation restored'),
    )
  return (
    <>
      <PageHeader title="Annotations">
        <Button look="primary" onClick={() => setEdited('new')} title="New annotation (c)">
          <Plus size={16} aria-hidden /> New annotation
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Loaded
          query={query}
          skeleton={<Skeleton rows={5} />}
          isBoxed
          isEmpty={(data) => data.results.length === 0}
          empty={
            <EmptyState title="No annotations yet">
              <p>Mark launches, campaigns and outages. They appear on every chart and explain its peaks and drops.</p>
              <Button look="primary" onClick={() => setEdited('new')}>
                Create an annotation
              </Button>
            </EmptyState>
          }
        >
          {(data) => (
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {data.results.map((note) => (
                <li key={note.id} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
                  <div className="min-w-0 flex-1">
                    <p className="break-words whitespace-pre-wrap">{note.content}</p>
                    <p className="text-[13px] text-muted">
                      {note.date_marker ? eventTime(note.date_marker, project.timezone) : 'no time'} ·{' '}
                      {SCOPES[note.scope]}
                      {note.insight_short_id && (
                        <>
                          {': '}
                          <Link
                            to="/insights/$id"
                            params={{ id: note.insight_short_id }}
                            className="text-accent hover:underline"
                          >
                            {note.insight_name || note.insight_derived_name || 'Untitled'}
                          </Link>
                        </>
                      )}
                      {note.dashboard_id && (
                        <>
                          {': '}
                          <Link
                            to="/dashboards/$id"
                            params={{ id: String(note.dashboard_id) }}
                            className="text-accent hover:underline"
                          >
                            {note.dashboard_name || 'Untitled'}
                          </Link>
                        </>
                      )}
                      {note.created_by && ` · ${note.created_by.first_name || note.created_by.email}`}
                    </p>
                  </div>
                  <div className="flex gap-1">
                    <Button
                      look="bare"
                      className="px-2"
                      aria-label={`Edit: ${note.content}`}
                      onClick={() => setEdited(note)}
                    >
                      <Pencil size={15} aria-hidden />
                    </Button>
                    <Button
                      look="bare"
                      className="px-2"
                      aria-label={`Delete: ${note.content}`}
                      onClick={() => remove(note)}
                    >
                      <Trash2 size={15} aria-hidden />
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
        <p className="text-[13px] text-muted">Times in {project.timezone}.</p>
      </div>
      {edited && (
        <AnnotationDialog
          projectId={project.id}
          timeZone={project.timezone}
          annotation={edited === 'new' ? undefined : edited}
          insightId={edited === 'new' ? undefined : (edited.dashboard_item ?? undefined)}
          dashboardId={edited === 'new' ? undefined : (edited.dashboard_id ?? undefined)}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}
