/** Short messages about what was just done, with Undo where that is possible. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from './controls'

const SHOWN_MS = 8_000

interface Toast {
  id: number
  text: string
  isProblem: boolean
  undo?: () => void
  /** Runs when the toast closes without Undo, also when the page is left. */
  settle?: () => void
}

interface Toasts {
  /** Reports that something was done. `undo` reverts it. */
  done(text: string, undo?: () => void): void
  /** Does something in a few seconds, unless the user clicks Undo. */
  later(text: string, work: () => void, undo: () => void): void
  problem(text: string): void
}

const Context = createContext<Toasts | null>(null)

export function useToasts(): Toasts {
  const toasts = useContext(Context)
  if (!toasts) throw new Error('useToasts needs a provider above it.')
  return toasts
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const current = useRef<Toast[]>([])
  const serial = useRef(0)
  const change = useCallback((next: Toast[]) => {
    current.current = next
    setToasts(next)
  }, [])
  const remove = useCallback(
    (toast: Toast, isUndone: boolean) => {
      if (!current.current.includes(toast)) return
      change(current.current.filter((each) => each !== toast))
      if (isUndone) toast.undo?.()
      else toast.settle?.()
    },
    [change],
  )
  const add = useCallback(
    (toast: Omit<Toast, 'id'>) => {
      serial.current += 1
      const whole = { ...toast, id: serial.current }
      change([...current.current, whole])
      setTimeout(() => remove(whole, false), SHOWN_MS)
    },
    [change, remove],
  )
  useEffect(() => {
    const settleAll = () => {
      for (const toast of current.current) remove(toast, false)
    }
    window.addEventListener('pagehide', settleAll)
    return () => window.removeEventListener('pagehide', settleAll)
  }, [remove])
  const value = useMemo<Toasts>(
    () => ({
      done: (text, undo) => add({ text, isProblem: false, undo }),
      later: (text, settle, undo) => add({ text, isProblem: false, settle, undo }),
      problem: (text) => add({ text, isProblem: true }),
    }),
    [add],
  )
  return (
    <Context value={value}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="fixed right-4 bottom-4 left-4 z-30 flex flex-col items-end gap-2"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className={`flex max-w-full items-center gap-3 rounded-md border bg-surface py-2 pr-2 pl-4 shadow-lg ${toast.isProblem ? 'border-danger' : 'border-line-strong'}`}
          >
            <span className="min-w-0 break-words">{toast.text}</span>
            {toast.undo && <Button onClick={() => remove(toast, true)}>Undo</Button>}
            <Button look="bare" aria-label="Dismiss" onClick={() => remove(toast, false)}>
              ×
            </Button>
          </div>
        ))}
      </div>
    </Context>
  )
}
