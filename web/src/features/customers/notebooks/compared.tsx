/** Two texts of a notebook side by side, with the lines marked that only one of them has. */
interface Props {
  mine: string
  theirs: string
}

export function Compared({ mine, theirs }: Props) {
  const [own, other] = [linesOf(mine), linesOf(theirs)]
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Lines title="Mine" lines={own} others={new Set(other)} />
      <Lines title="Theirs" lines={other} others={new Set(own)} />
    </div>
  )
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

function Lines({ title, lines, others }: { title: string; lines: string[]; others: ReadonlySet<string> }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-1 text-[13px] text-muted">{title}</h3>
      <div tabIndex={0} className="max-h-60 overflow-auto rounded-md border border-line p-2 text-[13px]">
        {lines.map((line, index) =>
          others.has(line) ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ID, and do not change here
            <p key={index} className="break-words text-muted">
              {line}
            </p>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <p key={index} className="break-words">
              <mark className="bg-accent-soft text-text">{line}</mark>
            </p>
          ),
        )}
        {lines.length === 0 && <p className="text-muted">No text.</p>}
      </div>
    </section>
  )
}
