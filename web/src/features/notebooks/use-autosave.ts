/** Saves what is written a moment after it was; never over what somebody else wrote. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { RequestError } from '../../api/client'
import { type Notebook, updateNotebook } from './api'

const PAUSE_MS = 800
const RETRY_MS = 3_000

export type SaveState =
  | { kind: 'saved'; at: string | null }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'conflict' }
  | { kind: 'refused'; message: string }

interface Draft {
  content: unknown
  text: string
}

export function useAutosave(projectId: number, notebook: Notebook) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: null })
  const version = useRef(notebook.version)
  const draft = useRef<(() => Draft) | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isSaving = useRef(false)
  const isHalted = useRef(false)

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current)
    const own = draft.current
    if (!own || isSaving.current || isHalted.current) return
    isSaving.current = true
    setState({ kind: 'saving' })
    const { content, text } = own()
    try {
      const saved = await updateNotebook(projectId, notebook.short_id, {
        content,
        text_content: text,
        version: version.current,
      })
      version.current = saved.version
      // What was written meanwhile is still to be saved.
      if (draft.current === own) {
        draft.current = null
        setState({ kind: 'saved', at: new Date().toISOString() })
      } else timer.current = setTimeout(() => void flush(), PAUSE_MS)
    } catch (error) {
      if (error instanceof RequestError && error.status === 409) {
        isHalted.current = true
        setState({ kind: 'conflict' })
      } else if (error instanceof RequestError && error.status >= 400 && error.status < 500)
        setState({ kind: 'refused', message: error.message })
      else {
        setState({ kind: 'offline' })
        timer.current = setTimeout(() => void flush(), RETRY_MS)
      }
    } finally {
      isSaving.current = false
    }
  }, [projectId, notebook.short_id])

  /** @param read gives what there is to save, asked for when it is saved */
  const write = useCallback(
    (read: () => Draft) => {
      draft.current = read
      setState((before) => (before.kind === 'conflict' ? before : { kind: 'waiting' }))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), PAUSE_MS)
    },
    [flush],
  )
  /** After a conflict: what is here goes over the version that is there now, which is kept among the versions. */
  const overwrite = useCallback(
    (newest: number) => {
      version.current = newest
      isHalted.current = false
      void flush()
    },
    [flush],
  )
  /** After a conflict: what is here is given up. */
  const drop = useCallback(() => {
    draft.current = null
    isHalted.current = false
  }, [])
  const hasDraft = useCallback(() => draft.current !== null, [])
  const present = useCallback(() => version.current, [])
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!draft.current) return
      void flush()
      event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => {
      removeEventListener('beforeunload', onLeave)
      void flush()
      clearTimeout(timer.current)
    }
  }, [flush])
  return { state, write, flush, overwrite, drop, hasDraft, present }
}
