/** The frame of the pages before login, and how their forms are sent. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { RequestError } from '../../../api/client'
import { takeEarly } from '../../../command-keys'

export function Frame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Hedgerow`
  }, [title])
  // There is no command menu here. Discard early keys, or they would open it after login.
  useEffect(() => void takeEarly(), [])
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 p-5">
      <div className="flex items-center gap-2 text-lg font-semibold">
        <img src="/favicon.svg" alt="" width={28} height={28} />
        Hedgerow
      </div>
      <div>
        <h1 className="text-2xl font-semibold">{title}</h1>
        <p className="mt-1 text-muted">{lead}</p>
      </div>
      {children}
    </main>
  )
}

/** Sends a form, keeps what was typed when it fails, and puts the error beside its field. */
export function useSubmit(send: (fields: Record<string, string>) => Promise<void>) {
  const [error, setError] = useState<RequestError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const sendFields = async (fields: Record<string, string>) => {
    setBusy(true)
    setError(null)
    try {
      await send(fields)
    } catch (problem) {
      setError(problem as RequestError)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void sendFields(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>)
  }
  const errorOf = (field: string) => (error?.body?.attr === field ? error.message : undefined)
  return { submit, isBusy, errorOf, error, general: error && !error.body?.attr ? error.message : null }
}

export function GeneralError({ text }: { text: string | null }) {
  return <div role="alert">{text && <p className="rounded-md bg-danger-soft p-3 text-danger">{text}</p>}</div>
}
