/** Connects a Slack workspace or channel. */
import { useState } from 'react'
import { Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { useSave } from '../../../components/use-save'
import { useProject } from '../../../project'
import { createIntegration } from './api'

type Way = 'bot' | 'webhook'
const WAYS = [
  { value: 'bot', label: 'App token (any channel)' },
  { value: 'webhook', label: 'Incoming webhook (one channel)' },
]
const SCOPES = ['chat:write', 'channels:read', 'groups:read', 'files:write']
const LENGTH_MAX = 2_000

export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const project = useProject()
  const { save, isBusy, error } = useSave()
  const [way, setWay] = useState<Way>('bot')
  const [secret, setSecret] = useState('')
  const [channel, setChannel] = useState('')
  const connect = async () => {
    const config =
      way === 'bot'
        ? { access_token: secret.trim() }
        : { webhook_url: secret.trim(), ...(channel.trim() && { channel_name: channel.trim() }) }
    if (await save(() => createIntegration(project.id, config), 'Slack is connected')) onClose()
  }
  return (
    <Dialog
      title="Connect Slack"
      action="Connect"
      isBusy={isBusy}
      isDisabled={secret.trim() === ''}
      error={error}
      onClose={onClose}
      onAction={() => void connect()}
    >
      <Select
        label="Connect with"
        value={way}
        options={WAYS}
        onChange={(event) => {
          setWay(event.target.value as Way)
          setSecret('')
        }}
      />
      {way === 'bot' ? <AppSteps /> : <WebhookSteps />}
      {/* Not a password: password managers would offer to store it. */}
      <Field
        label={way === 'bot' ? 'Bot token' : 'Webhook URL'}
        value={secret}
        autoComplete="off"
        spellCheck={false}
        maxLength={LENGTH_MAX}
        placeholder={way === 'bot' ? 'xoxb-…' : 'https://hooks.slack.com/services/…'}
        hint="It is tried at once, stored encrypted, and never shown again."
        onChange={(event) => setSecret(event.target.value)}
      />
      {way === 'webhook' && (
        <Field
          label="Channel"
          value={channel}
          maxLength={200}
          placeholder="#reports"
          hint="Only a name for this list: the webhook knows its channel."
          onChange={(event) => setChannel(event.target.value)}
        />
      )}
    </Dialog>
  )
}

const STEPS = 'list-decimal space-y-1 pl-5 text-[13px]'

function AppSteps() {
  return (
    <ol className={STEPS}>
      <li>
        Open <span className="font-mono wrap-anywhere">api.slack.com/apps</span> and choose “Create new app”, “From
        scratch”.
      </li>
      <li>
        Under “OAuth &amp; permissions”, add the bot scopes{' '}
        {SCOPES.map((scope, index) => (
          <span key={scope}>
            {index > 0 && ', '}
            <code>{scope}</code>
          </span>
        ))}
        .
      </li>
      <li>Choose “Install to workspace”, and copy the “Bot user OAuth token”.</li>
      <li>
        In each channel that gets reports, type <code>/invite</code> and the name of the app.
      </li>
    </ol>
  )
}

function WebhookSteps() {
  return (
    <ol className={STEPS}>
      <li>
        Open <span className="font-mono wrap-anywhere">api.slack.com/apps</span> and create an app.
      </li>
      <li>Under “Incoming webhooks”, turn them on, and add one for the channel.</li>
      <li>Copy its URL.</li>
    </ol>
  )
}
