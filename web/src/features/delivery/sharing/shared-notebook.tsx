import { titleOf } from '../../analytics/insights/api'
import { SharedAnswer } from './shared-answer'
import { NotShared, SharedDocument } from './shared-document'
import type { SharedNotebook } from './viewer-data'

/** A shared notebook: its text, and its live blocks with their answers. */
export function SharedNotebookView({
  notebook: { content, text_content: text, blocks },
}: {
  notebook: SharedNotebook
}) {
  const block = (index: number) => {
    const insight = blocks[index]
    if (!insight) return <NotShared />
    return (
      <section aria-label={titleOf(insight)} className="live rounded-lg border border-line bg-surface">
        {(insight.name || insight.derived_name) && (
          <h2 className="border-b border-line px-3 py-2 font-medium wrap-anywhere">{titleOf(insight)}</h2>
        )}
        <div className={insight.result === null ? '' : 'h-72 p-2'}>
          <SharedAnswer insight={insight} isTile />
        </div>
      </section>
    )
  }
  return (
    <article className="mx-3 my-3 max-w-4xl rounded-lg border border-line bg-surface p-4 md:mx-auto md:w-full md:p-6">
      {content ? (
        <SharedDocument document={content} block={block} />
      ) : (
        <p className="whitespace-pre-wrap wrap-anywhere">{text ?? 'This notebook is empty.'}</p>
      )}
    </article>
  )
}
