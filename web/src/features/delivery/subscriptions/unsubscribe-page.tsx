/** Ends a subscription for one recipient, who needs no account. Opening the page alone changes nothing: mail scanners do that. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { Button } from '../../../components/controls'
import { Frame, GeneralError, useSubmit } from '../../workspace/authentication/frame'
import { addressIn } from './unsubscribe-token'

const route = getRouteApi('/unsubscribe')

export function UnsubscribePage() {
  const { token } = route.useSearch()
  const [isDone, setDone] = useState<boolean | null>(null)
  const { submit, isBusy, general } = useSubmit(async () => {
    const { success } = await dataOf(api.POST('/api/unsubscribe', { params: { query: { token } } }))
    setDone(success)
  })
  const address = addressIn(token)
  if (isDone === false || !address)
    return (
      <Frame
        title="This link does not work"
        lead="It is incomplete, or more than 30 days old. Use the link in a newer report, or ask the person who subscribed you."
      >
        {null}
      </Frame>
    )
  if (isDone)
    return (
      <Frame title="You are unsubscribed" lead={`${address} gets no more of these reports.`}>
        <p className="text-muted">You can close this page.</p>
      </Frame>
    )
  return (
    <Frame title="Unsubscribe from this report?" lead={`${address} will get no more reports of this subscription.`}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Unsubscribing…' : 'Unsubscribe'}
        </Button>
      </form>
    </Frame>
  )
}
