/** The exports that the user asked for: how far they are, and their files. */
import { exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Section } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { type ExportedAsset, exportsQuery, FORMATS, fileOf, isRunning } from './api'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const formatName = (type: string) => Object.entries(FORMATS).find(([, mime]) => mime === type)?.[0] ?? type

export function ExportsPage() {
  const project = useProject()
  const query = useQuery(exportsQuery(project.id))
  return (
    <Section title="Exports" lead="Files that you asked for. Only you see them.">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={4} />}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <EmptyState title="No exports">
            <p>Open an insight, a dashboard, an SQL query, persons or a cohort, and choose Export.</p>
          </EmptyState>
        }
      >
        {({ results, count }) => (
          <>
            <ul aria-label="Exports" className="divide-y divide-line rounded-md border border-line">
              {results.map((asset) => (
                <Row key={asset.id} projectId={project.id} asset={asset} />
              ))}
            </ul>
            {count > results.length && (
              <p className="text-[13px] text-muted">
                The newest {results.length} of {exactNumber(count)}.
              </p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Row({ projectId, asset }: { projectId: number; asset: ExportedAsset }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium wrap-anywhere">{asset.filename}</p>
        <p className="text-[13px] text-muted">
          {formatName(asset.export_format)} · <TimeAgo iso={asset.created_at} prefix="asked for " /> · expires on{' '}
          {day.format(new Date(asset.expires_after))}
        </p>
        <p role={isRunning(asset) ? 'status' : undefined} className="text-[13px] wrap-anywhere">
          <State asset={asset} />
        </p>
      </div>
      {asset.has_content && (
        <a
          href={fileOf(projectId, asset)}
          download={asset.filename}
          aria-label={`Download ${asset.filename}`}
          className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
        >
          <Download size={16} aria-hidden /> Download
        </a>
      )}
    </li>
  )
}

function State({ asset: { has_content, exception, progress, bytes } }: { asset: ExportedAsset }) {
  if (exception !== null) return <span className="text-danger">Failed: {exception}</span>
  if (has_content)
    return (
      <span className="text-muted">
        Ready{progress && `, ${rows(progress.rows)}`}
        {bytes !== null && `, ${size(bytes)}`}
      </span>
    )
  if (!progress) return <span className="text-muted">Being made…</span>
  return (
    <span className="text-muted">
      Being made: {rows(progress.rows)}
      {progress.of !== null && ` of ${exactNumber(progress.of)}`} so far…
    </span>
  )
}

const rows = (count: number) => `${exactNumber(count)} ${count === 1 ? 'row' : 'rows'}`
const size = (bytes: number) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
