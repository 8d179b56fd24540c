/** Tags as chips. */
import { X } from 'lucide-react'
import { TextCommit } from './text-commit'

export function TagsEditor({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {tags.map((tag) => (
        <span key={tag} className="inline-flex max-w-48 items-center rounded bg-raised pl-2 text-text">
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={`Remove tag ${tag}`}
            className="min-h-6 px-1.5"
            onClick={() => onChange(tags.filter((each) => each !== tag))}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <TextCommit
        key={tags.length}
        label="Add a tag"
        placeholder="+ tag"
        value=""
        maxLength={255}
        className="w-20 border-transparent hover:border-line-strong"
        onCommit={(tag) => tag.trim() !== '' && !tags.includes(tag.trim()) && onChange([...tags, tag.trim()])}
      />
    </span>
  )
}
