/** A piece of code to copy. */
import { Check, Copy } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { copyText } from '../copy-text'
import { Button } from './controls'

const SHOWN_MS = 2_000

interface CopyButtonProps {
  text: string
  label?: string
  look?: ComponentProps<typeof Button>['look']
}

/** Copies a text and briefly shows whether that worked. */
export function CopyButton({ text, label = 'Copy', look }: CopyButtonProps) {
  const [result, setResult] = useState<'Copied' | 'Could not copy' | null>(null)
  const copy = async () => {
    setResult((await copyText(text)) ? 'Copied' : 'Could not copy')
    setTimeout(() => setResult(null), SHOWN_MS)
  }
  return (
    <Button look={look} onClick={() => void copy()} aria-live="polite">
      {result === 'Copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      {result ?? label}
    </Button>
  )
}

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <div className="flex items-center justify-between gap-2 border-b border-line bg-surface px-3 py-1.5">
        <span className="text-[13px] text-muted">{label}</span>
        <CopyButton text={code} />
      </div>
      {/* tabIndex: a region that scrolls must be reachable by keyboard. */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="overflow-x-auto bg-code p-3 font-mono text-[13px] leading-relaxed"
      >
        <code>{code}</code>
      </pre>
    </div>
  )
}
