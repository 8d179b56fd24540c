/** Exports the accounts table to a CSV file, and shows the progress. */

import { exactNumber } from '@hedgerow/shared/format'
import { Download, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { exportTable } from './export'
import type { AccountsTable, Names } from './use-accounts-table'

export function ExportButton({ table, names }: { table: AccountsTable; names: Names }) {
  const project = useProject()
  const toasts = useToasts()
  const [running, setRunning] = useState<{ text: string; cancel: () => void } | null>(null)
  const start = async () => {
    const controller = new AbortController()
    const note = (text: string) => setRunning({ text, cancel: () => controller.abort() })
    note('Exporting…')
    try {
      await exportTable({
        projectId: project.id,
        state: table.state,
        q: table.q,
        definitions: names.definitions,
        metrics: names.metrics,
        emails: names.emails,
        onProgress: (done, all) => note(`${exactNumber(done)} of ${exactNumber(all)}`),
        signal: controller.signal,
      })
    } catch (problem) {
      if (!controller.signal.aborted) toasts.problem((problem as Error).message)
    } finally {
      setRunning(null)
    }
  }
  return running ? (
    <Button onClick={running.cancel} title="Cancel the export">
      <X size={16} aria-hidden /> <span aria-live="polite">{running.text}</span>
    </Button>
  ) : (
    <Button onClick={() => void start()} disabled={table.count === 0}>
      <Download size={16} aria-hidden /> CSV
    </Button>
  )
}
