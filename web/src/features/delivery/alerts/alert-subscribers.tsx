/** Who gets mail from an alert. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { preflightQuery } from '../../../api/queries'
import { Button, Select } from '../../../components/controls'
import { Loaded, Skeleton } from '../../../components/states'
import { type Member, membersQuery } from '../../workspace/settings/api'

interface Props {
  /** IDs of users. */
  users: readonly number[]
  onChange: (users: number[]) => void
}

const nameOf = ({ user }: Member) => [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email

export function AlertSubscribers({ users, onChange }: Props) {
  const query = useQuery(membersQuery())
  const { data: preflight } = useQuery(preflightQuery)
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Who gets a mail</legend>
      {preflight && !preflight.email_service_available && (
        <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
          This server has no mail server configured, so mails cannot be sent. The alert is checked, and shows its state
          here.
        </p>
      )}
      <Loaded query={query} skeleton={<Skeleton rows={1} />}>
        {({ results }) => <Chosen members={results} users={users} onChange={onChange} />}
      </Loaded>
    </fieldset>
  )
}

function Chosen({ members, users, onChange }: Props & { members: readonly Member[] }) {
  const chosen = members.filter(({ user }) => users.includes(user.id))
  const others = members.filter(({ user }) => !users.includes(user.id))
  return (
    <>
      {chosen.length === 0 ? (
        <p className="text-[13px] text-muted">Nobody. The alert only shows its state.</p>
      ) : (
        <ul aria-label="Subscribed" className="flex flex-wrap gap-2">
          {chosen.map((member) => (
            <li
              key={member.user.id}
              className="inline-flex max-w-full items-center gap-1 rounded-md bg-raised pl-2 text-[13px]"
              title={member.user.email}
            >
              <span className="truncate">{nameOf(member)}</span>
              <Button
                look="bare"
                className="min-h-7 px-1.5"
                aria-label={`Remove ${nameOf(member)}`}
                onClick={() => onChange(users.filter((id) => id !== member.user.id))}
              >
                <X size={14} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <Select
          label="Add a member"
          value=""
          options={[
            { value: '', label: 'Choose…' },
            ...others.map((member) => ({
              value: String(member.user.id),
              label: `${nameOf(member)} (${member.user.email})`,
            })),
          ]}
          onChange={({ target }) => target.value && onChange([...users, Number(target.value)])}
        />
      )}
    </>
  )
}
