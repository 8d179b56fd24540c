/** What is listed beside the picture: events, console, network, and more. */
import { type ReactNode, useState } from 'react'
import { Tabs } from '../../../../components/tabs'
import { ConsoleTab } from './console-tab'
import { NetworkTab } from './network-tab'

export interface InspectorTab {
  name: string
  title: string
  content: ReactNode
}

const DETAILS: readonly InspectorTab[] = [
  { name: 'console', title: 'Console', content: <ConsoleTab /> },
  { name: 'network', title: 'Network', content: <NetworkTab /> },
]

export function Inspector({ tabs, showsDetails }: { tabs: readonly InspectorTab[]; showsDetails: boolean }) {
  const all = [...tabs, ...(showsDetails ? DETAILS : [])]
  const [wanted, setWanted] = useState(all[0]!.name)
  const shown = all.find(({ name }) => name === wanted) ?? all[0]!
  return (
    <aside
      aria-label="About this recording"
      className="flex min-w-0 flex-col border-line bg-surface px-3 py-2 max-lg:border-t lg:w-96 lg:border-l"
    >
      <Tabs label="About this recording" tabs={all} value={shown.name} onChange={setWanted}>
        {shown.content}
      </Tabs>
    </aside>
  )
}
