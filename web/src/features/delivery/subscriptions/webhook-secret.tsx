/** The secret of a webhook, shown once. */
import { CodeBlock, CopyButton } from '../../../components/code-block'
import { Dialog } from '../../../components/dialog'

const CHECK = `const [, time, signature] = /^t=(\\d+),v1=(\\w+)$/.exec(headers['x-hedgerow-signature'])
createHmac('sha256', secret).update(\`\${time}.\${body}\`).digest('hex') === signature`

export function WebhookSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title="Secret of the webhook" onClose={onClose}>
      <p className="text-muted">
        Copy it now. It cannot be shown again. Each report is signed with it, so that the receiver can tell that it
        comes from here.
      </p>
      <code className="rounded-md bg-code p-3 font-mono break-all">{secret}</code>
      <CopyButton look="primary" text={secret} label="Copy secret" />
      <CodeBlock label="Check a signature in Node.js" code={CHECK} />
    </Dialog>
  )
}
