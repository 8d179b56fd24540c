/** Tabs whose selection is kept in the URL. */
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
      // Radix types names as any string, but only returns those of the tabs.
      onValueChange={(name) => onChange(name as Name)}
      className="flex min-w-0 flex-col"
    >
      <RadixTabs.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ name, title }) => (
          <RadixTabs.Trigger
            key={name}
            value={name}
            // Only the panel of the selected tab exists.
            {...(name !== value && { 'aria-controls': undefined })}
            className="min-h-10 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-text aria-selected:border-accent aria-selected:font-medium aria-selected:text-text"
          >
            {title}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {/* The panel itself is no tab stop; the controls in it are. */}
      <RadixTabs.Content value={value} tabIndex={undefined} className="pt-4">
        {children}
      </RadixTabs.Content>
    </RadixTabs.Root>
  )
}
