/** Shared by the command menu's dialog, which is part of the first load, and its list, which loads later. */
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
export const COMMAND_PLACEHOLDER = 'Search pages, saved items, people and actions'
