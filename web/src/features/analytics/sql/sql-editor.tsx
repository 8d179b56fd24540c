/**
 * The SQL editor: completion from the real schema, errors marked in place. It is in a shadow tree because the editor
 * injects styles, which the content security policy allows only there.
 */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { SQLDialect, schemaCompletionSource, sql } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'

export interface SqlHandle {
  /** The selection, or else the whole text. */
  text: () => string
  insert: (text: string) => void
  focus: () => void
}

interface Props {
  value: string
  label: string
  tables: Record<string, string[]>
  functions: readonly string[]
  /** Names of event or person properties with this prefix. */
  findProperties: (owner: 'event' | 'person', part: string) => Promise<string[]>
  check: (text: string) => Promise<{ message: string; start: number; end: number }[]>
  onChange: (text: string) => void
  onRun: () => void
  onCancel: () => void
  ref?: Ref<SqlHandle>
}

const CHECK_PAUSE_MS = 400
const KEYWORDS =
  'select distinct from where prewhere group by order limit offset having with as and or not in is null like ilike between case when then else end join inner left right full outer cross on using union all interval day hour minute month week year over partition rows asc desc array any true false settings final sample except intersect qualify'

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '14px', height: '100%' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete ul li': { padding: '4px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--danger)' },
})
const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--series-8)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--series-3)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--series-2)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.standard(tags.name), color: 'var(--series-6)' },
])

/** Keywords in upper case; function names as they are, because they are case-sensitive. */
const keywordCompletion = (label: string, type: string): Completion =>
  type === 'keyword' ? { label: label.toUpperCase(), type } : { label, type: 'function', apply: `${label}(` }

function language(
  tables: Props['tables'],
  functions: readonly string[],
  properties: (context: CompletionContext) => Promise<CompletionResult | null>,
) {
  const dialect = SQLDialect.define({
    keywords: KEYWORDS,
    builtin: functions.join(' '),
    identifierQuotes: '`"',
    specialVar: '',
    doubleDollarQuotedStrings: false,
    caseInsensitiveIdentifiers: false,
  })
  const config = { dialect, schema: tables, defaultTable: 'events', keywordCompletion }
  return [
    sql(config),
    dialect.language.data.of({ autocomplete: schemaCompletionSource(config) }),
    dialect.language.data.of({ autocomplete: properties }),
  ]
}

export function SqlEditor({ ref, ...props }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const current = useRef(props)
  current.current = props
  const known = useRef(new Compartment())
  useEffect(() => {
    const own = host.current!
    const root = own.shadowRoot ?? own.attachShadow({ mode: 'open' })
    const box = document.createElement('div')
    box.style.height = '100%'
    root.append(box)
    const run = () => {
      current.current.onRun()
      return true
    }
    const made = new EditorView({
      parent: box,
      root,
      state: EditorState.create({
        doc: current.current.value,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          autocompletion({ icons: false }),
          known.current.of([]),
          syntaxHighlighting(highlight),
          linter(
            async ({ state }): Promise<Diagnostic[]> => {
              const text = state.doc.toString()
              const found = await current.current.check(text).catch(() => [])
              const clamp = (position: number) => Math.max(0, Math.min(text.length, position))
              return found.map(({ message, start, end }) => ({
                from: clamp(start),
                to: Math.max(clamp(end), Math.min(text.length, clamp(start) + 1)),
                severity: 'error',
                message,
              }))
            },
            { delay: CHECK_PAUSE_MS },
          ),
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', run },
              {
                key: 'Escape',
                run: () => {
                  current.current.onCancel()
                  return false
                },
              },
            ]),
          ),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': current.current.label }),
          EditorView.domEventHandlers({ blur: (_event, view) => void closeCompletion(view) }),
          placeholder('SELECT event, count() FROM events GROUP BY event'),
          theme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) current.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      box.remove()
      view.current = null
    }
  }, [])
  const { tables, functions, value } = props
  useEffect(() => {
    const properties = async (context: CompletionContext): Promise<CompletionResult | null> => {
      const word = context.matchBefore(/(?:[\w$]+\.)*properties\.[\w$]*/)
      if (!word) return null
      const at = word.text.lastIndexOf('.')
      const owner = /(^|\.)person\.properties\./.test(word.text) ? 'person' : 'event'
      const names = await current.current.findProperties(owner, word.text.slice(at + 1))
      return {
        from: word.from + at + 1,
        options: names.map((name) => ({
          label: name,
          type: 'property',
          apply: /^[\w$]+$/.test(name) ? name : `\`${name.replaceAll('`', '\\`')}\``,
        })),
      }
    }
    view.current?.dispatch({ effects: known.current.reconfigure(language(tables, functions, properties)) })
  }, [tables, functions])
  useEffect(() => {
    const own = view.current
    // Changed from outside: the history, a saved query.
    if (own && own.state.doc.toString() !== value)
      own.dispatch({ changes: { from: 0, to: own.state.doc.length, insert: value } })
  }, [value])
  useImperativeHandle(ref, () => ({
    text: () => {
      const own = view.current
      if (!own) return value
      const { from, to } = own.state.selection.main
      return from === to ? own.state.doc.toString() : own.state.sliceDoc(from, to)
    },
    insert: (text) => {
      const own = view.current
      own?.dispatch(own.state.replaceSelection(text))
      own?.focus()
    },
    focus: () => view.current?.focus(),
  }))
  return <div ref={host} data-sql-editor className="h-full min-h-0 overflow-hidden" />
}
