/** Which emails the user wants. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Section, Switch } from '../../../components/form'
import { MailServer } from './mail-server'

const SETTINGS = [
  { key: 'plugin_disabled', label: 'Failing pipelines', hint: 'A destination or transformation of a project fails.' },
  { key: 'discussions_mentioned', label: 'Mentions', hint: 'Someone mentions you in a comment or notebook.' },
  { key: 'error_tracking_issue_assigned', label: 'Assigned issues', hint: 'Someone assigns an issue to you.' },
  { key: 'project_api_key_exposed', label: 'Exposed keys', hint: 'One of your keys was found in a public place.' },
] as const

export function NotificationsPage() {
  const { data: me } = useQuery(meQuery)
  const { run, isBusy } = useChanges()
  if (!me) return null
  const settings = me.notification_settings as Record<string, unknown>
  const set = (change: object) =>
    void run(
      () =>
        api.PATCH('/api/users/{user_uuid}', {
          params: { path: { user_uuid: '@me' } },
          body: { notification_settings: change },
        }),
      'Saved.',
    )
  const joins = (settings.organization_member_join_email_disabled ?? {}) as Record<string, boolean>
  return (
    <>
      <Section title="Email" lead={`To ${me.email}.`}>
        {SETTINGS.map(({ key, label, hint }) => (
          <Switch
            key={key}
            label={label}
            hint={hint}
            checked={settings[key] === true}
            disabled={isBusy}
            onChange={(checked) => set({ [key]: checked })}
          />
        ))}
        {me.organizations.map(({ id, name }) => (
          <Switch
            key={id}
            label={`New members of ${name}`}
            hint="Someone joins the organization."
            checked={joins[id] !== true}
            disabled={isBusy}
            onChange={(checked) => set({ organization_member_join_email_disabled: { [id]: !checked } })}
          />
        ))}
      </Section>
      <MailServer isStaff={me.is_staff} />
    </>
  )
}
