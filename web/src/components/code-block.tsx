/** A piece of code to copy. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './controls'

const SHOWN_MS = 2_000

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), SHOWN_MS)
    })
  return (
    <Button onClick={copy} aria-live="polite">
      {isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      {isCopied ? 'Copied' : label}
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
