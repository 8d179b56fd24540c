/** Where a report goes. */
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../../api/queries'
import { Field, Select } from '../../../components/controls'
import { MailIsOff } from '../../../components/mail-is-off'
import { TARGETS, type Target } from './api'
import type { Draft } from './draft'
import { EmailChips } from './email-chips'
import { SlackFields } from './slack-fields'
import { TARGET_NAMES } from './words'

interface Props {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

const OPTIONS = TARGETS.map((value) => ({ value, label: TARGET_NAMES[value] }))

export function TargetFields({ draft, onChange }: Props) {
  const { data: me } = useQuery(meQuery)
  const { target } = draft
  return (
    <div className="flex flex-col gap-3">
      <Select
        label="Send by"
        value={target}
        options={OPTIONS}
        onChange={(event) => onChange({ target: event.target.value as Target })}
      />
      {target === 'email' && (
        <>
          <MailIsOff />
          <EmailChips
            draft={draft}
            isForMembers={me?.organization?.allow_external_recipients === false}
            onChange={onChange}
          />
        </>
      )}
      {target === 'slack' && <SlackFields draft={draft} onChange={onChange} />}
      {target === 'webhook' && (
        <Field
          label="URL"
          type="url"
          value={draft.url}
          placeholder="https://example.com/reports"
          hint="Gets each report as JSON, signed with a secret that is shown after saving."
          onChange={(event) => onChange({ url: event.target.value })}
        />
      )}
      {target === 'teams' && (
        <Field
          label="URL of the workflow"
          type="url"
          value={draft.url}
          placeholder="https://…"
          hint="In Teams, add the workflow “Post to a channel when a webhook request is received”, and copy its URL."
          onChange={(event) => onChange({ url: event.target.value })}
        />
      )}
    </div>
  )
}
