/** The mail that a subscription would send now. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../../components/controls'
import { Modal, ModalTitle } from '../../../components/modal'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { previewQuery, type SubscriptionChange } from './api'
import { previewHtml } from './mail-preview'

export function PreviewDialog({ body, onClose }: { body: SubscriptionChange; onClose: () => void }) {
  const project = useProject()
  const query = useQuery(previewQuery(project.id, body, true))
  return (
    <Modal
      isLight
      onClose={onClose}
      className="inset-0 m-auto flex h-[min(56rem,92dvh)] w-[min(46rem,96%)] flex-col rounded-lg border"
    >
      <header className="flex items-center justify-between gap-3 border-b border-line px-4 py-3">
        <ModalTitle className="text-lg font-semibold">Preview</ModalTitle>
        <Button look="bare" aria-label="Close" onClick={onClose}>
          <X size={18} aria-hidden />
        </Button>
      </header>
      <Loaded
        query={query}
        className="flex min-h-0 flex-1 flex-col"
        skeleton={<Skeleton rows={6} />}
        isEmpty={({ html }) => html === ''}
        empty={
          <EmptyState title="There is nothing to send">
            <p>The insights of this report were deleted.</p>
          </EmptyState>
        }
      >
        {({ subject, html }) => <Mail subject={subject} html={html} />}
      </Loaded>
    </Modal>
  )
}

function Mail({ subject, html }: { subject: string; html: string }) {
  const shown = useMemo(() => previewHtml(html), [html])
  return (
    <>
      <p className="border-b border-line px-4 py-2 text-[13px] wrap-anywhere">
        <span className="text-muted">Subject:</span> {subject}
      </p>
      {/* Mail programs show it in light colors here. No script of the mail runs, and it has no access to this page. */}
      <iframe title="The mail" sandbox="" srcDoc={shown} className="min-h-0 w-full flex-1 rounded-b-lg bg-white" />
    </>
  )
}
