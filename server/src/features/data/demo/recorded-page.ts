/** A page of the demo story as rrweb takes it down: a tree of numbered nodes. */
import type { JsonObject } from '../../../platform/json.ts'

const STYLE = `body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1f2a37;background:#f6f7f9}
header{display:flex;gap:24px;align-items:center;padding:16px 32px;background:#fff;border-bottom:1px solid #dfe3e8}
header b{font-size:20px;color:#2f6f4f}main{max-width:960px;margin:32px auto;padding:0 24px}
.card{background:#fff;border:1px solid #dfe3e8;border-radius:8px;padding:16px 20px;margin:12px 0;display:flex;justify-content:space-between}
button{background:#2f6f4f;color:#fff;border:0;border-radius:6px;padding:8px 16px;font:inherit}
input{font:inherit;padding:8px 12px;border:1px solid #b8c0cc;border-radius:6px;width:320px}`

const CARDS: Record<string, string[]> = {
  '/pricing': ['Free: for two people', 'Team: 8 a month each', 'Business: 14 a month each'],
  '/signup': ['Your name', 'Your work email', 'A password'],
  '/home': ['Launch of the new site', 'Hiring plan', 'Weekly review', 'Roadmap for the summer'],
}
const CARDS_ELSEWHERE = ['Plan together', 'See what is next', 'Fewer meetings', 'Works with your calendar']

export class PageMaker {
  readonly tree: JsonObject
  readonly buttonIds: number[] = []
  inputId = 0
  bodyId = 0
  private lastId = 1

  constructor(path: string) {
    const head = () => this.element('head', {}, [this.element('style', {}, [this.text(STYLE, true)])])
    const html = () => this.element('html', { lang: 'en' }, [head(), this.body(path)])
    this.tree = {
      type: 0,
      id: 1,
      childNodes: [{ type: 1, name: 'html', publicId: '', systemId: '', id: this.nextId() }, html()],
    }
  }

  private body(path: string): JsonObject {
    const nav = ['Features', 'Pricing', 'Docs'].map((name) => this.element('span', {}, [this.text(name)]))
    const header = this.element('header', {}, [this.element('b', {}, [this.text('Larkspur')]), ...nav])
    const title = path === '/' ? 'Planning for small teams' : path.slice(1).replace(/[-/]/g, ' ')
    const cards = (CARDS[path] ?? CARDS_ELSEWHERE).map((name) =>
      this.element('div', { class: 'card' }, [this.element('span', {}, [this.text(name)]), this.button('Open')]),
    )
    const input = this.element('input', { placeholder: 'Search', value: '' }, [])
    this.inputId = Number(input.id)
    const main = this.element('main', {}, [
      this.element('h1', {}, [this.text(title)]),
      input,
      ...cards,
      this.button('Continue'),
    ])
    const body = this.element('body', {}, [header, main])
    this.bodyId = Number(body.id)
    return body
  }

  private button(name: string): JsonObject {
    const button = this.element('button', {}, [this.text(name)])
    this.buttonIds.push(Number(button.id))
    return button
  }

  private element(tagName: string, attributes: JsonObject, childNodes: JsonObject[]): JsonObject {
    return { type: 2, tagName, attributes, childNodes, id: this.nextId() }
  }

  private text(textContent: string, isStyle = false): JsonObject {
    return { type: 3, textContent, id: this.nextId(), ...(isStyle && { isStyle }) }
  }

  private nextId(): number {
    this.lastId += 1
    return this.lastId
  }
}
