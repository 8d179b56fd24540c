/** Imports accounts from a CSV file: a dry run first, then everything at once. */

import { counted, exactNumber } from '@hedgerow/shared/format'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, dataOf, RequestError } from '../../../api/client'
import type { components } from '../../../api/schema'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Switch } from '../../../components/form'
import { saveCsv } from '../../analytics/charts/export'

type Report = components['schemas']['AccountImport']

const POLL_MS = 500
const REFUSALS_SHOWN = 20
const BYTES_MAX = 32 * 1024 * 1024

interface Options {
  isDryRun: boolean
  skipsRefused: boolean
  ignoresUnknown: boolean
}

async function send(projectId: number, file: File, options: Options): Promise<Report> {
  return dataOf(
    api.POST('/api/projects/{project_id}/accounts/imports', {
      params: {
        path: { project_id: String(projectId) },
        query: {
          file_name: file.name,
          ...(options.isDryRun && { dry_run: 'true' }),
          ...(options.skipsRefused && { skip_refused: 'true' }),
          ...(options.ignoresUnknown && { ignore_unknown: 'true' }),
        },
      },
      body: file as never,
      bodySerializer: (body: unknown) => body as never,
      headers: { 'Content-Type': 'text/csv' },
    } as never),
  ) as Promise<Report>
}

/** Polls an import until it ends. The server goes on if the dialog is closed. */
async function follow(projectId: number, started: Report, onReport: (report: Report) => void, signal: AbortSignal) {
  let report = started
  while (report.state === 'running') {
    onReport(report)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    if (signal.aborted) return null
    report = await dataOf(
      api.GET('/api/projects/{project_id}/accounts/imports/{id}', {
        params: { path: { project_id: String(projectId), id: started.id } },
        signal,
      }),
    )
  }
  onReport(report)
  return report
}

export function ImportDialog({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const queryClient = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [ignoresUnknown, setIgnoresUnknown] = useState(false)
  const [skipsRefused, setSkipsRefused] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const gone = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    gone.current = controller
    return () => controller.abort()
  }, [])
  const go = async (chosen: File, isDryRun: boolean, ignores = ignoresUnknown) => {
    setError(null)
    setReport(null)
    if (chosen.size > BYTES_MAX) {
      setError(new Error('The file is larger than 32 MiB. Split it into smaller files.'))
      return
    }
    setBusy(true)
    try {
      const started = await send(projectId, chosen, { isDryRun, skipsRefused, ignoresUnknown: ignores })
      const ended = await follow(projectId, started, setReport, gone.current.signal)
      if (ended?.state === 'done') await queryClient.invalidateQueries()
    } catch (problem) {
      if (!gone.current.signal.aborted)
        setError(problem instanceof RequestError ? problem : new Error('The file could not be read.'))
    } finally {
      setBusy(false)
    }
  }
  const isChecked = report?.state === 'checked'
  const isUnknown = report?.problem?.startsWith('Unknown columns')
  const good = report ? report.created + report.updated + report.unchanged : 0
  return (
    <Dialog
      title="Import accounts"
      action={isChecked ? (report.refused > 0 ? `Import the other ${counted(good, 'row')}` : 'Import all') : undefined}
      isBusy={isBusy}
      isDisabled={good === 0 || (isChecked && report.refused > 0 && !skipsRefused)}
      error={error}
      onClose={onClose}
      onAction={() => file && void go(file, false)}
    >
      {report?.state !== 'done' && (
        <>
          <p className="text-muted">
            A CSV file in UTF-8 with a header row: name, external_id, csm, account_executive, account_owner (email
            addresses of members), tags, and your custom properties by name. Rows with the external_id or id of an
            account update it; others create an account. Empty cells change nothing.
          </p>
          <label className="flex flex-col gap-1">
            <span className="font-medium">File</span>
            <input
              type="file"
              accept=".csv,text/csv"
              disabled={isBusy}
              onChange={(event) => {
                const chosen = event.target.files?.[0] ?? null
                setFile(chosen)
                if (chosen) void go(chosen, true)
              }}
            />
          </label>
        </>
      )}
      {isBusy && (
        <p role="status">
          {report ? `${counted(report.rows, 'row')} checked…` : 'Uploading the file…'} You can close this dialog. The
          import continues.
        </p>
      )}
      {!isBusy && report && (
        <div role="status" className="flex flex-col gap-2">
          {report.problem && (
            <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 break-words text-danger">
              {report.problem}
            </p>
          )}
          {isUnknown && file && (
            <Button
              onClick={() => {
                setIgnoresUnknown(true)
                void go(file, true, true)
              }}
            >
              Skip these columns
            </Button>
          )}
          {!report.problem && (
            <p>
              {report.state === 'done'
                ? 'Done: '
                : report.state === 'checked'
                  ? 'This would create '
                  : 'Nothing was changed. '}
              {report.state !== 'refused' && (
                <>
                  <b>{exactNumber(report.created)}</b> new {report.created === 1 ? 'account' : 'accounts'},{' '}
                  <b>{exactNumber(report.updated)}</b> changed, {exactNumber(report.unchanged)} unchanged.
                </>
              )}
            </p>
          )}
          {report.refused > 0 && <Refusals report={report} />}
          {isChecked && report.refused > 0 && good > 0 && (
            <Switch
              label={`Skip ${counted(report.refused, 'invalid row')}`}
              hint="Otherwise, fix the file and choose it again."
              checked={skipsRefused}
              onChange={setSkipsRefused}
            />
          )}
        </div>
      )}
    </Dialog>
  )
}

function Refusals({ report }: { report: Report }) {
  const save = () =>
    saveCsv('refused-rows.csv', {
      columns: ['line', 'reason'],
      rows: report.refusals.map((each) => [each.line, each.reason]),
    })
  return (
    <>
      <p className="font-medium">
        {counted(report.refused, 'row')} {report.refused === 1 ? 'is' : 'are'} invalid:
      </p>
      <ul className="max-h-56 overflow-y-auto rounded-md border border-line text-[13px]">
        {report.refusals.slice(0, REFUSALS_SHOWN).map(({ line, reason }) => (
          <li key={line} className="border-b border-line px-3 py-1.5 break-words last:border-b-0">
            <span className="font-medium">Line {exactNumber(line)}</span>: {reason}
          </li>
        ))}
      </ul>
      {report.refused > REFUSALS_SHOWN && (
        <Button onClick={save}>
          Download the list{report.refused > report.refusals.length ? ' (the first 1,000)' : ''}
        </Button>
      )}
    </>
  )
}
