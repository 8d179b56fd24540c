/**
 * Recordings of mobile apps describe a screen as wireframes: boxes, texts, images and controls with their place on the
 * screen. This turns them into the pages that the player draws. No package on npm does it.
 */
import { imageSource, pixels, wireframeCss } from './mobile-style'
import { type Item, type Loose, TYPE } from './recorded'

/** Node ids of the page around the wireframes. Recorders use 5 for the body; their own ids are far larger. */
const ID = { document: 1, doctype: 2, html: 3, head: 4, body: 5, keyboard: 9 }
/** Ids for the nodes that a wireframe does not name begin here, beyond the 32 bits that recorders use. */
let nextId = 2 ** 40

const PAGE_CSS =
  'body{margin:0;background:#fff;color:#111;font:16px system-ui,sans-serif}' +
  '.note{display:flex;align-items:center;justify-content:center;background:#e7eae5;color:#3f473d;font-size:13px;text-align:center}'

const text = (value: unknown) => ({ type: 3, id: nextId++, textContent: String(value ?? '') })

function element(tagName: string, attributes: Record<string, unknown>, childNodes: Loose[], id = nextId++): Loose {
  const kept = Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false),
  )
  return { type: 2, id, tagName, attributes: kept, childNodes }
}

/** A box that says what it stands for, where the recorder kept no picture. */
const note = (wireframe: Loose, label: string, children: Loose[] = []) =>
  element('div', { style: wireframeCss(wireframe), class: 'note' }, [text(label), ...children], wireframe.id)

const CONTROLS: Record<string, (wireframe: Loose) => Loose> = {
  checkbox: (of) => labelled(of, { type: 'checkbox', checked: of.checked === true }),
  radio: (of) => labelled(of, { type: 'radio', checked: of.checked === true }),
  toggle: (of) => labelled(of, { type: 'checkbox', role: 'switch', checked: of.checked === true }),
  text_area: (of) => element('textarea', { ...base(of), value: shown(of.value) }, [], of.id),
  button: (of) =>
    element('button', base(of), of.value === undefined ? childrenOf(of) : [text(of.value), ...childrenOf(of)], of.id),
  select: (of) =>
    element(
      'select',
      base(of),
      (Array.isArray(of.options) ? of.options : [of.value ?? '']).map((option: unknown) =>
        element('option', { selected: option === of.value }, [text(option)]),
      ),
      of.id,
    ),
  progress: (of) =>
    element(
      'progress',
      { ...base(of), value: shown(of.value), max: shown(of.max ?? (of.value > 1 ? 100 : 1)) },
      [],
      of.id,
    ),
}

const shown = (value: unknown) => (value === undefined || value === null ? undefined : String(value))
const base = (of: Loose) => ({ style: wireframeCss(of), disabled: of.disabled === true })

const labelled = (of: Loose, attributes: Record<string, unknown>) =>
  element(
    'label',
    { style: wireframeCss(of) },
    [element('input', { ...attributes, disabled: of.disabled === true }, []), text(of.label)],
    of.id,
  )

function picture(of: Loose): Loose {
  const src = imageSource(of.base64)
  if (src === null) return note(of, 'Image')
  return element('img', { style: wireframeCss(of), src, alt: '' }, [], of.id)
}

const DRAWN: Record<string, (wireframe: Loose) => Loose> = {
  text: (of) => element('div', { style: wireframeCss(of) }, [text(of.text), ...childrenOf(of)], of.id),
  image: picture,
  screenshot: picture,
  placeholder: (of) => note(of, of.label ? String(of.label) : 'Not recorded', childrenOf(of)),
  web_view: (of) => note(of, of.url ? `Web page: ${of.url}` : 'Web page', childrenOf(of)),
  input: (of) =>
    (
      CONTROLS[of.inputType] ??
      ((plain) => element('input', { ...base(plain), value: shown(plain.value) }, [], plain.id))
    )(of),
}

function childrenOf({ childWireframes }: Loose): Loose[] {
  return Array.isArray(childWireframes) ? childWireframes.map(drawn) : []
}

/** The node of one wireframe. An unknown type is drawn as a box, so that its children are there. */
function drawn(given: Loose): Loose {
  const wireframe = { ...given, id: typeof given?.id === 'number' ? given.id : nextId++ }
  const draw = DRAWN[wireframe.type]
  if (draw) return draw(wireframe)
  return element('div', { style: wireframeCss(wireframe) }, childrenOf(wireframe), wireframe.id)
}

function page(wireframes: Loose[]): Loose {
  const style = element('style', {}, [{ ...text(PAGE_CSS), isStyle: true }])
  const head = element('head', {}, [style], ID.head)
  const body = element('body', {}, wireframes.map(drawn), ID.body)
  const html = element('html', { lang: 'en' }, [head, body], ID.html)
  const doctype = { type: 1, id: ID.doctype, name: 'html', publicId: '', systemId: '' }
  return { type: 0, id: ID.document, childNodes: [doctype, html] }
}

function keyboard(payload: Loose): Loose {
  const height = pixels(payload.height) ?? '0px'
  const place = wireframeCss({ ...payload, y: payload.y ?? 0, width: payload.width ?? '100vw', style: payload.styles })
  const style = payload.y === undefined ? `${place.replace(/top:[^;]*;?/, '')};bottom:0px;height:${height}` : place
  return element('div', { style, class: 'note' }, [text('Keyboard')], ID.keyboard)
}

const isParent = (id: unknown): id is number => typeof id === 'number' && id > 0

/** An item with wireframes as the item that draws them. Other items are returned as they are. */
export function mobileItem(item: Item): Item {
  const { type, data } = item
  if (type === TYPE.full)
    return { ...item, data: { node: page(data.wireframes), initialOffset: data.initialOffset ?? { top: 0, left: 0 } } }
  const removes: Loose[] = []
  const adds: Loose[] = []
  // The engine takes the children of an added node as added nodes of their own.
  const add = (parentId: unknown, node: Loose) => {
    adds.push({ parentId: isParent(parentId) ? parentId : ID.body, nextId: null, node: { ...node, childNodes: [] } })
    for (const child of node.childNodes ?? []) add(node.id, child)
  }
  if (type === TYPE.custom) {
    removes.push({ parentId: ID.body, id: ID.keyboard })
    if (data.payload?.open === true) add(ID.body, keyboard(data.payload))
  } else {
    if (Array.isArray(data.removes)) removes.push(...data.removes)
    for (const { parentId, wireframe } of Array.isArray(data.updates) ? data.updates : []) {
      removes.push({ parentId: isParent(parentId) ? parentId : ID.body, id: wireframe.id })
      add(parentId, drawn(wireframe))
    }
    for (const { parentId, wireframe } of Array.isArray(data.adds) ? data.adds : []) add(parentId, drawn(wireframe))
  }
  return { ...item, type: TYPE.incremental, data: { source: 0, texts: [], attributes: [], removes, adds } }
}
