/** Chooses who has a role for an account. */
import { type Account, type Holder, holderOf, type Role } from './api'

/** Who has a role. A person who has left stays selected until someone else is chosen. */
export function RoleSelect({
  account,
  role,
  label,
  people,
  onChange,
}: {
  account: Account
  role: Role
  label: string
  people: { value: string; label: string; email: string }[]
  onChange: (holder: Holder | null) => void
}) {
  const holder = holderOf(account, role)
  const isKnown = holder === null || people.some(({ value }) => value === String(holder.id))
  return (
    <select
      aria-label={`${label} of ${account.name}`}
      value={holder === null ? '' : String(holder.id)}
      onChange={(event) => {
        const chosen = people.find(({ value }) => value === event.target.value)
        onChange(chosen ? { id: Number(chosen.value), email: chosen.email } : null)
      }}
      className="min-h-9 w-full min-w-0 truncate rounded-md border border-line-strong bg-surface px-2"
    >
      <option value="">–</option>
      {!isKnown && holder && <option value={String(holder.id)}>{holder.email}</option>}
      {people.map(({ value, label: name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}
