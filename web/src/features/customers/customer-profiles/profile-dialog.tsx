/** What the page shows and in which order, for everyone in the project. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { type Part, type Parts, type Profile, resetProfile, saveProfile } from './profile'

interface Props {
  projectId: number
  /** `person`, or `group_` and the index of the type. */
  scope: string
  parts: Parts
  profile: Profile
  onClose: () => void
}

export function ProfileDialog({ projectId, scope, parts, profile, onClose }: Props) {
  const { run, isBusy } = useChanges()
  const [content, setContent] = useState(profile.content)
  const [sidebar, setSidebar] = useState(profile.sidebar)
  const save = async () => {
    const done = await run(async () => {
      await saveProfile(projectId, scope, parts, { ...profile, content, sidebar })
      return true
    }, 'Layout saved')
    if (done) onClose()
  }
  const reset = async () => {
    onClose()
    await run(() => resetProfile(projectId, profile.id!), 'Layout reset')
  }
  return (
    <Dialog
      title="Page layout"
      action="Save"
      isBusy={isBusy}
      isDisabled={content.length === 0}
      onClose={onClose}
      onAction={() => void save()}
    >
      <p className="text-muted">For everyone in the project, on every page of this kind.</p>
      <PartList title="Main column" all={parts.content} chosen={content} onChange={setContent} />
      <PartList title="Sidebar" all={parts.sidebar} chosen={sidebar} onChange={setSidebar} />
      {profile.id && (
        <div>
          <Button look="bare" onClick={() => void reset()}>
            Reset to the default layout{' '}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

const SMALL = 'flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised disabled:opacity-40'

function PartList({
  title,
  all,
  chosen,
  onChange,
}: {
  title: string
  all: readonly Part[]
  chosen: string[]
  onChange: (types: string[]) => void
}) {
  const shown = [...chosen, ...all.map(({ type }) => type).filter((type) => !chosen.includes(type))]
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-1 font-medium">{title}</legend>
      {shown.map((type) => {
        const name = all.find((part) => part.type === type)!.title
        const at = chosen.indexOf(type)
        const move = (step: number) => {
          const next = [...chosen]
          next.splice(at + step, 0, ...next.splice(at, 1))
          onChange(next)
        }
        return (
          <div key={type} className="flex items-center gap-2">
            <label className="flex min-h-9 min-w-0 flex-1 items-center gap-2">
              <input
                type="checkbox"
                checked={at >= 0}
                onChange={() => onChange(at >= 0 ? chosen.filter((each) => each !== type) : [...chosen, type])}
              />
              {name}
            </label>
            <button
              type="button"
              className={SMALL}
              aria-label={`Move ${name} up`}
              disabled={at <= 0}
              onClick={() => move(-1)}
            >
              <ArrowUp size={15} aria-hidden />
            </button>
            <button
              type="button"
              className={SMALL}
              aria-label={`Move ${name} down`}
              disabled={at < 0 || at === chosen.length - 1}
              onClick={() => move(1)}
            >
              <ArrowDown size={15} aria-hidden />
            </button>
          </div>
        )
      })}
    </fieldset>
  )
}
