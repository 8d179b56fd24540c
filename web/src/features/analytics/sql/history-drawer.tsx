/** The queries that were run in this browser. */
import { Drawer } from '../../../components/drawer'
import { TimeAgo } from '../../../time-ago'
import type { Ran } from './history'

interface Props {
  history: Ran[]
  onClose: () => void
  onChoose: (query: string) => void
}

export function HistoryDrawer({ history, onClose, onChoose }: Props) {
  return (
    <Drawer title="History" lead="Queries that were run in this browser" onClose={onClose}>
      {history.length === 0 ? (
        <p className="text-muted">No queries have been run yet.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {history.map(({ query, at }) => (
            <li key={at}>
              <button
                type="button"
                className="w-full rounded-md border border-line p-3 text-left hover:bg-raised"
                onClick={() => onChoose(query)}
              >
                <code className="line-clamp-4 font-mono text-[13px] break-all whitespace-pre-wrap">{query}</code>
                <span className="text-[13px] text-muted">
                  <TimeAgo iso={at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}
