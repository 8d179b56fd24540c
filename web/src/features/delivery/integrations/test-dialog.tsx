/** Sends a test message to a channel. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { useSave } from '../../../components/use-save'
import { useProject } from '../../../project'
import { channelsQuery, type Integration, isWebhook, testIntegration } from './api'

interface Props {
  integration: Integration
  onClose: () => void
}

export function TestDialog({ integration, onClose }: Props) {
  const project = useProject()
  const { save, isBusy, error } = useSave()
  const [channel, setChannel] = useState('')
  const hasChannels = !isWebhook(integration)
  const send = async () => {
    const work = () => testIntegration(project.id, integration.id, hasChannels ? channel : null)
    if (await save(work, 'The test message is in the channel')) onClose()
  }
  return (
    <Dialog
      title={`Test ${integration.display_name}`}
      action="Send test message"
      isBusy={isBusy}
      isDisabled={hasChannels && channel === ''}
      error={error}
      onClose={onClose}
      onAction={() => void send()}
    >
      <p className="text-muted">Sends a short message that says that reports will arrive there.</p>
      {hasChannels && <ChannelSelect integration={integration} value={channel} onChange={setChannel} />}
    </Dialog>
  )
}

interface ChannelProps {
  integration: Integration
  value: string
  onChange: (channel: string) => void
}

function ChannelSelect({ integration, value, onChange }: ChannelProps) {
  const project = useProject()
  const query = useQuery(channelsQuery(project.id, integration.id))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={1} />}>
      {({ channels }) => (
        <Select
          label="Channel"
          value={value}
          options={[
            { value: '', label: 'Choose…' },
            ...channels.map(({ id, name, is_member: isMember }) => ({
              value: id,
              label: isMember ? `#${name}` : `#${name} (the app is not in it)`,
            })),
          ]}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Loaded>
  )
}
