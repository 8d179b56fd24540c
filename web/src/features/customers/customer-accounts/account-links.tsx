/** What an account is called elsewhere: its external ID and its IDs in other tools. */
import { TextCommit } from '../../analytics/insights/text-commit'
import { Panel, Row } from './account-panels'
import { type Account, LINKS, type updateAccount } from './api'

interface Props {
  account: Account
  onUpdate: (body: Parameters<typeof updateAccount>[2], done: string) => void
}

export function LinksPanel({ account, onUpdate }: Props) {
  const properties = account.properties as Record<string, unknown>
  return (
    <Panel title="IDs in other tools">
      <Row label="External ID">
        <TextCommit
          label="External ID"
          value={account.external_id ?? ''}
          placeholder="–"
          maxLength={400}
          className="w-full"
          onCommit={(text) => onUpdate({ external_id: text.trim() || null }, 'External ID changed')}
        />
      </Row>
      {LINKS.map(({ key, label }) => (
        <Row key={key} label={label}>
          <TextCommit
            label={label}
            value={String(properties[key] ?? '')}
            placeholder="–"
            className="w-full"
            onCommit={(text) =>
              onUpdate({ properties: { ...properties, [key]: text.trim() || null } }, `${label} changed`)
            }
          />
        </Row>
      ))}
    </Panel>
  )
}
