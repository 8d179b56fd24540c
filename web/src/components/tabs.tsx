/** Tabs whose choice stands in the address. */
import * as RadixTabs from '@radix-ui/react-tabs'
import type { ReactNode } from 'react'

interface Props<Name extends string> {
  label: string
  tabs: readonly { name: Name; title: string }[]
  value: Name
  onChange: (name: Name) => void
  children: ReactNode
}

export function Tabs<Name extends string>({ label, tabs, value, onChange, children }: Props<Name>) {
  return (
    <RadixTabs.Root
      value={value}
      // Radix knows names as any text; only those of the tabs come back.
      onValueChange={(name) => onChange(name as Name)}
      className="flex min-w-0 flex-col"
    >
      <RadixTabs.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ name, title }) => (
          <RadixTabs.Trigger
            key={name}
            value={name}
            // Only the panel of the chosen tab is there to be named.
            {...(name !== value && { 'aria-controls': undefined })}
            className="min-h-10 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-text aria-selected:border-accent aria-selected:font-medium aria-selected:text-text"
          >
            {title}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {/* No stop of its own for the Tab key: what can be used in it is one. */}
      <RadixTabs.Content value={value} tabIndex={undefined} className="pt-4">
        {children}
      </RadixTabs.Content>
    </RadixTabs.Root>
  )
}
