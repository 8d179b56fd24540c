/** The query being edited. It is kept in the URL, and every step can be undone. */

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
 * @param inAddress the query in the URL, if any
 * @param saved the saved query, or null
 * @param write writes a query to the URL; undefined removes it
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
      // In a text field, the browser's own undo applies.
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
