/** The keyboard shortcuts of the current page. */
import { Button } from './controls'
import { Modal, ModalTitle } from './modal'

interface Shortcut {
  keys: string
  action: string
}

const PAGE_SHORTCUTS: Record<string, Shortcut[]> = {
  '/events': [
    { keys: '/', action: 'Filter' },
    { keys: 'p', action: 'Pause or resume' },
    { keys: 'j', action: 'Next event' },
    { keys: 'k', action: 'Previous event' },
    { keys: 'Enter', action: 'Expand or collapse' },
  ],
  '/': [{ keys: 'c', action: 'New insight' }],
  '/insights': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New insight' },
  ],
  '/insights/*': [
    { keys: '← →', action: 'Previous or next period' },
    { keys: 't', action: 'Today' },
    { keys: 'w 1', action: 'Last week (w, m, q or y, then a number)' },
    { keys: 'x', action: 'Compare with the previous period' },
    { keys: 'r', action: 'Refresh' },
    { keys: 's', action: 'Save (also Ctrl S)' },
    { keys: 'S', action: 'Save as new' },
    { keys: 'Ctrl Z', action: 'Undo (with Shift: redo)' },
  ],
  '/alerts': [{ keys: '/', action: 'Search' }],
  '/dashboards': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New dashboard' },
  ],
  '/dashboards/*': [
    { keys: 'c', action: 'Add an insight' },
    { keys: 'e', action: 'Rename' },
    { keys: 'f', action: 'Full screen' },
    { keys: 'k', action: 'Kiosk mode' },
    { keys: 'Ctrl P', action: 'Print' },
    { keys: 'r', action: 'Refresh all' },
  ],
  '/sql': [
    { keys: 'Ctrl Enter', action: 'Run the query or selection' },
    { keys: 'Esc', action: 'Cancel' },
    { keys: '/', action: 'Focus the editor' },
    { keys: 's', action: 'Save as insight' },
  ],
  '/cohorts': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New cohort' },
  ],
  '/accounts': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New account' },
    { keys: 'f', action: 'Add a filter' },
    { keys: 'j', action: 'Next row' },
    { keys: 'k', action: 'Previous row' },
    { keys: 'x', action: 'Select the row' },
    { keys: 'Enter', action: 'Open the row' },
    { keys: 'e', action: 'Change the selected accounts' },
  ],
  '/notebooks': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New notebook' },
  ],
  '/replay': [
    { keys: 'j', action: 'Next recording' },
    { keys: 'k', action: 'Previous recording' },
    { keys: 'x', action: 'Select the recording' },
    { keys: 'a', action: 'Select all shown' },
    { keys: 'Enter', action: 'Watch the recording' },
  ],
  '/replay/*': [
    { keys: 'Space', action: 'Play or pause' },
    { keys: '← →', action: 'Back or forward 5 seconds' },
    { keys: ', .', action: 'Previous or next picture' },
    { keys: '[ ]', action: 'Previous or next event' },
    { keys: 's', action: 'Skip inactivity' },
    { keys: 'z', action: 'Actual size' },
    { keys: 'f', action: 'Full screen' },
    { keys: 'c', action: 'Copy link at this time' },
    { keys: 'n', action: 'Next recording' },
  ],
  '/catalog': [{ keys: '/', action: 'Search' }],
  '/annotations': [{ keys: 'c', action: 'New annotation' }],
  '/feature_flags': [
    { keys: '/', action: 'Search' },
    { keys: 'c', action: 'New flag' },
  ],
  '/persons': [
    { keys: '/', action: 'Search' },
    { keys: 'f', action: 'Add a filter' },
  ],
}

export function ShortcutSheet({ pages, path, onClose }: { pages: Shortcut[]; path: string; onClose: () => void }) {
  const own = PAGE_SHORTCUTS[path] ?? PAGE_SHORTCUTS[path.replace(/\/[^/]+$/, '/*')] ?? []
  return (
    <Modal
      onClose={onClose}
      className="inset-0 m-auto h-fit max-h-[90dvh] w-[min(26rem,94%)] overflow-y-auto rounded-lg border p-5"
    >
      <div className="flex flex-col gap-4">
        <ModalTitle className="text-lg font-semibold">Keyboard shortcuts</ModalTitle>
        <dl className="grid grid-cols-[6rem_1fr] gap-y-2">
          {[...own, ...pages, { keys: '?', action: 'Show this list' }].map(({ keys, action }) => (
            <div key={keys} className="contents">
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key} className="mr-1 rounded border border-line-strong px-1.5 py-0.5 font-mono text-[13px]">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{action}</dd>
            </div>
          ))}
        </dl>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  )
}
