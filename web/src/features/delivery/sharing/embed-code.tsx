/** The code that shows something shared on another site, with a preview of it. */
import { useState } from 'react'
import { CodeBlock } from '../../../components/code-block'
import { Button } from '../../../components/controls'
import { embeddedLinkOf, nounOf, type ShareTarget } from './api'

interface Props {
  token: string
  kind: ShareTarget['kind']
}

export function EmbedCode({ token, kind }: Props) {
  const [isShown, setShown] = useState(false)
  const address = embeddedLinkOf(token)
  const code = `<iframe src="${address}" title="Shared ${nounOf({ kind })}" width="100%" height="600" style="border: 0" loading="lazy"></iframe>`
  return (
    <details className="rounded-md border border-line p-3">
      <summary className="cursor-pointer font-medium">Embed</summary>
      <div className="mt-3 flex flex-col gap-3">
        <CodeBlock label="HTML" code={code} />
        <div>
          <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide preview' : 'Show preview'}
          </Button>
        </div>
        {isShown && (
          <iframe
            key={address}
            src={address}
            title={`Preview of the shared ${nounOf({ kind })}`}
            className="h-80 w-full rounded-md border border-line"
          />
        )}
      </div>
    </details>
  )
}
