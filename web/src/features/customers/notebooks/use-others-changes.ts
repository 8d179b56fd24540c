/** Shows other people's changes to an open notebook, unless there are unsaved local ones. */
import { useEffect, useState } from 'react'
import { RequestError } from '../../../api/client'
import { type Notebook, newerNotebook } from './api'
import type { useAutosave } from './use-autosave'

const LOOK_MS = 15_000

type Autosave = Pick<ReturnType<typeof useAutosave>, 'hasDraft' | 'present'>

/** @returns whether somebody deleted the notebook, and a way to say that it is back */
export function useOthersChanges(
  projectId: number,
  shortId: string,
  { hasDraft, present }: Autosave,
  onReload: (notebook: Notebook) => void,
) {
  const [isGone, setGone] = useState(false)
  useEffect(() => {
    const look = async () => {
      if (document.hidden || hasDraft()) return
      try {
        const newer = await newerNotebook(projectId, shortId, present())
        setGone(false)
        if (newer && newer.version !== present() && !hasDraft()) onReload(newer)
      } catch (problem) {
        if (problem instanceof RequestError && problem.status === 404) setGone(true)
      }
    }
    const lookNow = () => void look()
    const timer = setInterval(lookNow, LOOK_MS)
    addEventListener('focus', lookNow)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', lookNow)
    }
  }, [projectId, shortId, hasDraft, present, onReload])
  return [isGone, setGone] as const
}
