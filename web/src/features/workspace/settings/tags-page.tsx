/** The tags of the project: where they are used, rename and remove. */

import { exactNumber } from '@hedgerow/shared/format'
import { kindOfPath, nounFor } from '@hedgerow/shared/kinds'
import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Section } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TextCommit } from '../../analytics/insights/text-commit'

/** The noun for objects at an API path, after a number. */
function nounAt(path: string, count: number): string {
  const kind = kindOfPath(path)
  return kind ? nounFor(kind, count) : path
}

interface Tag {
  name: string
  total: number
  /** By the path of their kind. */
  counts: Record<string, number>
}

export function TagsPage() {
  const project = useProject()
  const params = { path: { project_id: String(project.id) } }
  const { run, isBusy } = useChanges()
  const query = useQuery({
    queryKey: ['tag-usage', project.id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/projects/{project_id}/tags/usage', { params, signal })),
  })
  const [search, setSearch] = useState('')
  const [renamed, setRenamed] = useState<{ tag: Tag; to: string } | null>(null)
  const [removed, setRemoved] = useState<Tag | null>(null)
  const foundIn = (tags: readonly Tag[]) => tags.filter(({ name }) => name.includes(search.trim().toLowerCase()))
  const rename = (tag: Tag, to: string) =>
    run(
      () => dataOf(api.POST('/api/projects/{project_id}/tags/rename', { params, body: { name: tag.name, to } })),
      `Renamed ${tag.name} to ${to}`,
    )
  const remove = (tag: Tag) =>
    run(
      () => dataOf(api.POST('/api/projects/{project_id}/tags/remove', { params, body: { name: tag.name } })),
      `Removed ${tag.name} from ${exactNumber(tag.total)} ${tag.total === 1 ? 'object' : 'objects'}`,
    )
  return (
    <Section title="Tags" lead="Tags are shared across the project. Add them on the page of an object.">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={5} />}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <EmptyState title="No tags yet">
            <p>Tag accounts, insights, dashboards, flags, events and properties. The tags appear here.</p>
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <div className="max-w-sm">
              <SearchInput label="Find a tag" value={search} onChange={(event) => setSearch(event.target.value)} />
            </div>
            <ul aria-label="Tags" className="divide-y divide-line rounded-md border border-line">
              {foundIn(data.results).map((tag) => (
                <li
                  key={tag.name}
                  className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-1.5 sm:grid-cols-[14rem_minmax(0,1fr)_auto]"
                >
                  <TextCommit
                    label={`Name of tag ${tag.name}`}
                    value={tag.name}
                    maxLength={255}
                    className="w-full border-transparent hover:border-line-strong"
                    onCommit={(text) => {
                      const to = text.trim().toLowerCase()
                      if (to === '' || to === tag.name) return
                      if (data.results.some(({ name }) => name === to)) setRenamed({ tag, to })
                      else void rename(tag, to)
                    }}
                  />
                  <span className="min-w-0 text-[13px] text-muted max-sm:col-span-2 max-sm:row-start-2 max-sm:px-2">
                    {Object.entries(tag.counts)
                      .map(([path, count]) => `${exactNumber(count)} ${nounAt(path, count)}`)
                      .join(', ')}
                  </span>
                  <Button
                    look="bare"
                    aria-label={`Remove ${tag.name} everywhere`}
                    title="Remove everywhere"
                    disabled={isBusy}
                    onClick={() => setRemoved(tag)}
                  >
                    <Trash2 size={16} aria-hidden />
                  </Button>
                </li>
              ))}
              {foundIn(data.results).length === 0 && <li className="px-3 py-3 text-muted">No tag matches.</li>}
            </ul>
          </>
        )}
      </Loaded>
      {renamed && (
        <Dialog
          title="This tag already exists"
          action="Merge tags"
          isBusy={isBusy}
          onClose={() => setRenamed(null)}
          onAction={() => void rename(renamed.tag, renamed.to).then(() => setRenamed(null))}
        >
          <p>
            Everything tagged {renamed.tag.name} will be tagged {renamed.to}. This cannot be undone.
          </p>
        </Dialog>
      )}
      {removed && (
        <Dialog
          title={`Remove ${removed.name} everywhere`}
          action="Remove"
          isDangerous
          isBusy={isBusy}
          onClose={() => setRemoved(null)}
          onAction={() => void remove(removed).then(() => setRemoved(null))}
        >
          <p>
            {exactNumber(removed.total)} {removed.total === 1 ? 'object loses' : 'objects lose'} it. This cannot be
            undone.
          </p>
        </Dialog>
      )}
    </Section>
  )
}
