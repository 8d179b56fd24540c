import { titleOf } from '../../analytics/insights/api'
import { SharedAnswer } from './shared-answer'
import { SharedDocument } from './shared-document'
import type { SharedNotebook } from './viewer-data'

/** A shared notebook: its text, and its live blocks with their answers. */
export function SharedNotebookView({
  notebook: { content, text_content: text, blocks },
}: {
  notebook: SharedNotebook
}) {
  const block = (index: number) => {
    const insight = blocks[index]
    return (
      <section
        aria-label={insight ? titleOf(insight) : 'Hidden'}
        className="live rounded-lg border border-line bg-surface"
      >
        {insight && (insight.name || insight.derived_name) && (
          <h2 className="border-b border-line px-3 py-2 font-medium wrap-anywhere">{titleOf(insight)}</h2>
        )}
        <div className="h-72 p-2">
          {insight ? (
            <SharedAnswer insight={insight} isTile />
          ) : (
            <p className="p-4 text-muted">This block is not shared.</p>
          )}
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
