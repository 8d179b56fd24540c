/** What the command menu's dialog, which is loaded at first, and its list, which comes later, agree upon. */
import type { RefCallback } from 'react'

export interface CommandPage {
  to: string
  label: string
  keys: string
}

export interface CommandMenuProps {
  pages: readonly CommandPage[]
  text: string
  /** Enter was pressed before there was anything to choose. */
  isEntered: boolean
  onText: (text: string) => void
  onEnter: (isEntered: boolean) => void
  /** Takes the focus. */
  input: RefCallback<HTMLInputElement>
  onClose: () => void
}

export const COMMAND_INPUT = 'min-h-12 w-full border-b border-line bg-surface px-4 outline-none placeholder:text-muted'
export const COMMAND_PLACEHOLDER = 'Go to a page, find something saved or a person, do something'
