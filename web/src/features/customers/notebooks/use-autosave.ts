/** Autosave. It never overwrites what someone else wrote, and keeps a draft of what cannot be saved. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { RequestError } from '../../../api/client'
import { type Notebook, updateNotebook } from './api'
import type { DraftStore } from './drafts'

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

/** @param onUnsaved the editor was closed before the last changes could be saved; they are kept in the browser only */
export function useAutosave(projectId: number, notebook: Notebook, drafts: DraftStore, onUnsaved: () => void) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: null })
  const version = useRef(notebook.version)
  const draft = useRef<(() => Draft) | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isSaving = useRef(false)
  const isHalted = useRef(false)
  const isGone = useRef(false)
  const unsaved = useRef(onUnsaved)
  unsaved.current = onUnsaved

  const keep = useCallback(() => {
    if (draft.current) drafts.keep({ version: version.current, ...draft.current() })
  }, [drafts])
  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current)
    const own = draft.current
    if (!own || isSaving.current || isHalted.current) return
    isSaving.current = true
    setState({ kind: 'saving' })
    const { content, text } = own()
    const again = (ms: number) => {
      timer.current = setTimeout(() => void flush(), ms)
    }
    try {
      const saved = await updateNotebook(projectId, notebook.short_id, {
        content,
        text_content: text,
        version: version.current,
      })
      version.current = saved.version
      // Text written in the meantime is still unsaved.
      if (draft.current === own) {
        draft.current = null
        drafts.forget()
        setState({ kind: 'saved', at: new Date().toISOString() })
      } else again(isGone.current ? 0 : PAUSE_MS)
    } catch (error) {
      if (!isGone.current) keep()
      if (error instanceof RequestError && error.status === 409) {
        isHalted.current = true
        setState({ kind: 'conflict' })
      } else if (error instanceof RequestError && error.status >= 400 && error.status < 500)
        setState({ kind: 'refused', message: error.message })
      else {
        setState({ kind: 'offline' })
        if (!isGone.current) again(RETRY_MS)
      }
      if (isGone.current) unsaved.current()
    } finally {
      isSaving.current = false
    }
  }, [projectId, notebook.short_id, drafts, keep])

  /** @param read returns what to save; called when it is saved */
  const write = useCallback(
    (read: () => Draft) => {
      draft.current = read
      setState((before) => (before.kind === 'conflict' ? before : { kind: 'waiting' }))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), PAUSE_MS)
    },
    [flush],
  )
  /** After a conflict: overwrites the current version, which is kept as an earlier version. */
  const overwrite = useCallback(
    (newest: number) => {
      version.current = newest
      isHalted.current = false
      void flush()
    },
    [flush],
  )
  /** After a conflict: discards the local text. */
  const drop = useCallback(() => {
    draft.current = null
    drafts.forget()
    isHalted.current = false
  }, [drafts])
  const hasDraft = useCallback(() => draft.current !== null, [])
  const present = useCallback(() => version.current, [])
  useEffect(() => {
    isGone.current = false
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!draft.current) return
      keep()
      void flush()
      event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    addEventListener('pagehide', keep)
    return () => {
      removeEventListener('beforeunload', onLeave)
      removeEventListener('pagehide', keep)
      isGone.current = true
      if (draft.current) {
        const last = draft.current()
        draft.current = () => last
        keep()
        if (isHalted.current) unsaved.current()
        else void flush()
      }
      clearTimeout(timer.current)
    }
  }, [flush, keep])
  return { state, write, flush, overwrite, drop, hasDraft, present }
}
