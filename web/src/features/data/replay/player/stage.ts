/** The document in which a recording plays. It runs no script and, unless the user allows it, loads nothing. */
import playerStyle from '@posthog/rrweb/dist/style.css?inline'

const OWN_STYLE = `
html, body { margin: 0; overflow: hidden; background: #fff; }
iframe { border: 0; display: block; background: #fff; }
[data-window][hidden] { display: none; }
.replayer-mouse { z-index: 2147483647; pointer-events: none; }
.replayer-mouse::after { background: #e8590c; }
`

export interface Stage {
  frame: HTMLIFrameElement
  document: Document
  /** Images and styles of other servers may be loaded. */
  isExternal: boolean
}

/**
 * Adds the frame to `host` and resolves when it is ready. Rejects if the frame cannot be reached.
 * @param title what the frame is called
 * @param isExternal whether the recorded site's images and styles may be loaded
 */
export function openStage(host: HTMLElement, isExternal: boolean, title = 'Recorded page'): Promise<Stage> {
  const frame = document.createElement('iframe')
  frame.title = title
  // Scripts, forms, popups and navigation of this page stay off. The same origin is what lets this page draw in it.
  frame.setAttribute('sandbox', 'allow-same-origin')
  frame.tabIndex = -1
  frame.inert = true
  frame.referrerPolicy = 'no-referrer'
  frame.style.cssText = 'border:0;display:block;pointer-events:none;transform-origin:0 0'
  return new Promise((resolve, reject) => {
    frame.addEventListener(
      'load',
      () => {
        const inside = frame.contentDocument
        if (!inside?.body) return reject(new Error('The frame for the recording could not be opened.'))
        const style = inside.createElement('style')
        style.textContent = playerStyle + OWN_STYLE
        inside.head.append(style)
        resolve({ frame, document: inside, isExternal })
      },
      { once: true },
    )
    frame.src = isExternal ? '/replay-frame/external' : '/replay-frame'
    host.replaceChildren(frame)
  })
}
