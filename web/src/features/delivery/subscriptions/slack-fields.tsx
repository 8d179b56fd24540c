/** A Slack workspace, and a channel in it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from '../../../components/controls'
import { Picker } from '../../../components/picker'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { channelsQuery, type Integration, integrationsQuery, isWebhook } from '../integrations/api'
import type { Draft } from './draft'
import { channelName } from './words'

type Chosen = Pick<Draft, 'integration' | 'channel'>

interface Props {
  draft: Chosen
  onChange: (change: Chosen) => void
}

export function SlackFields({ draft, onChange }: Props) {
  const project = useProject()
  const query = useQuery(integrationsQuery(project.id))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={2} />}
      isEmpty={({ results }) => results.length === 0}
      empty={
        <p className="rounded-md bg-raised px-3 py-2 text-[13px]">
          This project has no access to Slack yet.{' '}
          <Link to="/settings/integrations" className="text-accent underline">
            Connect Slack
          </Link>
        </p>
      }
    >
      {({ results }) => <Workspace integrations={results} draft={draft} onChange={onChange} />}
    </Loaded>
  )
}

/** What an incoming webhook has instead of a channel. */
const ownChannel = ({ display_name: name }: Integration) => `webhook|${name}`

function Workspace({ integrations, draft, onChange }: Props & { integrations: readonly Integration[] }) {
  const chosen = integrations.find(({ id }) => id === draft.integration)
  const choose = (id: string) => {
    const next = integrations.find((each) => String(each.id) === id)
    onChange({ integration: next?.id ?? null, channel: next && isWebhook(next) ? ownChannel(next) : '' })
  }
  return (
    <>
      <Select
        label="Workspace"
        value={chosen ? String(chosen.id) : ''}
        options={[
          { value: '', label: 'Choose…' },
          ...integrations.map((each) => ({
            value: String(each.id),
            label: isWebhook(each) ? `${each.display_name} (incoming webhook)` : each.display_name,
          })),
        ]}
        onChange={(event) => choose(event.target.value)}
      />
      {chosen && !isWebhook(chosen) && (
        <Channel
          integration={chosen}
          channel={draft.channel}
          onChange={(channel) => onChange({ integration: chosen.id, channel })}
        />
      )}
      {chosen && chosen.errors !== '' && (
        <p role="status" className="text-[13px] text-danger">
          {chosen.errors}{' '}
          <Link to="/settings/integrations" className="underline">
            Integrations
          </Link>
        </p>
      )}
    </>
  )
}

interface ChannelProps {
  integration: Integration
  channel: string
  onChange: (channel: string) => void
}

function Channel({ integration, channel, onChange }: ChannelProps) {
  const project = useProject()
  const query = useQuery(channelsQuery(project.id, integration.id))
  const choices = query.data
    ? query.data.channels
        .filter((each) => !each.is_private_without_access)
        .map(({ id, name, is_member: isMember }) => ({
          value: `${id}|#${name}`,
          label: `#${name}`,
          ...(!isMember && { hint: 'invite the app first' }),
        }))
    : []
  return (
    <div className="flex flex-col items-start gap-1">
      <span className="font-medium">Channel</span>
      <Picker
        label="Find a channel"
        trigger={channel ? channelName(channel) : 'Choose a channel'}
        groups={[{ choices }]}
        queries={[query]}
        freeLabel="Use the ID"
        onFree={(id) => onChange(id.trim())}
        onChoose={onChange}
      />
      <p className="text-[13px] text-muted">
        The app must be in the channel: type <code>/invite</code> and its name there.
      </p>
    </div>
  )
}
