/** Markdown written by users. HTML is shown as text, and only links to web pages work. */
import ReactMarkdown, { type Components } from 'react-markdown'

/** Headings rank below those of the page. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h3 className="text-xl font-semibold">{children}</h3>,
  h2: ({ children }) => <h4 className="text-lg font-semibold">{children}</h4>,
  h3: ({ children }) => <h5 className="text-base font-semibold">{children}</h5>,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal pl-5">{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-line-strong pl-3 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded bg-code px-1 font-mono text-[13px]">{children}</code>,
  pre: ({ children }) => <pre className="overflow-x-auto rounded bg-code p-3">{children}</pre>,
  a: ({ href, children }) => (
    <a href={href} rel="noreferrer noopener" target="_blank" className="text-accent underline">
      {children}
    </a>
  ),
  // Nothing is loaded from other sites: an image is shown as its alt text.
  img: ({ alt, src }) => <span className="text-muted">{alt || String(src ?? '')}</span>,
}

/** For people without an account: a link within the product would only lead them to the login. */
const PUBLIC_COMPONENTS: Components = {
  ...COMPONENTS,
  a: ({ href = '', children }) =>
    /^(https?:\/\/|mailto:)/i.test(href) ? (
      <a href={href} rel="noreferrer noopener" target="_blank" className="text-accent underline">
        {children}
      </a>
    ) : (
      children
    ),
}

/** @param isPublic the reader may have no account */
export function Markdown({ text, isPublic = false }: { text: string; isPublic?: boolean }) {
  return (
    <div className="flex flex-col gap-2 break-words">
      <ReactMarkdown components={isPublic ? PUBLIC_COMPONENTS : COMPONENTS}>{text}</ReactMarkdown>
    </div>
  )
}
