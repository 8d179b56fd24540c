/** Asks for exports, waits for them in the background, and saves the files. */
import { useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useCallback } from 'react'
import { Menu, type MenuItem } from '../../../components/popover'
import { useToasts } from '../../../components/toasts'
import { askForExport, type ExportSource, exportsQuery, type Format, fileOf, isRunning, readExport } from './api'

const POLL_MS = 500
const POLL_MS_MAX = 3_000
/** After this long, the file is only in the list. */
const WAIT_MS_MAX = 15 * 60_000
/** A file that is ready by then needs no message that it was asked for. */
const QUICK_MS = 2_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function save(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

/** A function that exports something and saves the file when it is ready, also after the page was left. */
export function useExport(projectId: number): (format: Format, source: ExportSource) => void {
  const toasts = useToasts()
  const client = useQueryClient()
  const run = useCallback(
    async (format: Format, source: ExportSource) => {
      const refresh = () => client.invalidateQueries(exportsQuery(projectId))
      let asset = await askForExport(projectId, format, source)
      void refresh()
      const askedAt = Date.now()
      let hasTold = false
      for (let wait = POLL_MS; isRunning(asset); wait = Math.min(wait * 1.5, POLL_MS_MAX)) {
        if (Date.now() - askedAt > WAIT_MS_MAX) return
        if (!hasTold && Date.now() - askedAt > QUICK_MS) {
          hasTold = true
          toasts.done('The export is being made. It is saved when it is ready, and listed in Settings, Exports.')
        }
        await pause(wait)
        asset = await readExport(projectId, asset.id)
      }
      void refresh()
      if (asset.exception !== null) return toasts.problem(`The export failed: ${asset.exception}`)
      save(fileOf(projectId, asset))
      toasts.done(`${format} saved`)
    },
    [client, projectId, toasts],
  )
  return useCallback(
    (format, source) => void run(format, source).catch((problem: Error) => toasts.problem(problem.message)),
    [run, toasts],
  )
}

/** Items of a menu: `Export CSV`. */
export function exportItems(
  formats: readonly Format[],
  start: (format: Format) => void,
  { prefix = 'Export ' } = {},
): MenuItem[] {
  return formats.map((format) => ({
    label: `${prefix}${format}`,
    icon: <Download size={15} aria-hidden />,
    onSelect: () => start(format),
  }))
}

/** A button with a menu of formats. */
export function ExportMenu({
  projectId,
  formats,
  source,
}: {
  projectId: number
  formats: readonly Format[]
  /** Called when a format is chosen. */
  source: () => ExportSource
}) {
  const start = useExport(projectId)
  return (
    <Menu
      label="Export"
      className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
      trigger={
        <>
          <Download size={16} aria-hidden /> Export
        </>
      }
      items={exportItems(formats, (format) => start(format, source()), { prefix: '' })}
    />
  )
}
