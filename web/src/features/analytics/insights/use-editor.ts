/** The question that is being edited: it stands in the address, and every step can be taken back. */

import { type QueryNode, sameNode } from '@hedgerow/shared/query/nodes'
import { useCallback, useEffect, useRef } from 'react'
import { isForPage } from '../../../hotkeys'

const STEPS_MAX = 100

export interface Editor {
  node: QueryNode
  isChanged: boolean
  set: (node: QueryNode) => void
  undo: () => void
  redo: () => void
}

/**
 * @param inAddress what the address says; undefined when it says nothing
 * @param saved what was kept; null when nothing was
 * @param write puts a question into the address; undefined takes it out
 */
export function useEditor(
  inAddress: QueryNode | undefined,
  saved: QueryNode | null,
  fallback: QueryNode,
  write: (node: QueryNode | undefined) => void,
): Editor {
  const node = inAddress ?? saved ?? fallback
  const isChanged = inAddress !== undefined && !sameNode(inAddress, saved ?? undefined)
  const past = useRef<QueryNode[]>([])
  const future = useRef<QueryNode[]>([])
  const current = useRef(node)
  current.current = node
  const go = useCallback(
    (next: QueryNode) => write(saved !== null && sameNode(next, saved) ? undefined : next),
    [saved, write],
  )
  const set = useCallback(
    (next: QueryNode) => {
      if (sameNode(next, current.current)) return
      past.current = [...past.current, current.current].slice(-STEPS_MAX)
      future.current = []
      go(next)
    },
    [go],
  )
  const undo = useCallback(() => {
    const before = past.current.pop()
    if (!before) return
    future.current.push(current.current)
    go(before)
  }, [go])
  const redo = useCallback(() => {
    const next = future.current.pop()
    if (!next) return
    past.current.push(current.current)
    go(next)
  }, [go])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
      // Where somebody types, the browser takes back letters.
      if (!isUndo || !isForPage(event)) return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [undo, redo])
  return { node, isChanged, set, undo, redo }
}
