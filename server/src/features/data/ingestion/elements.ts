/** The chain of HTML elements that an autocaptured event carries, as one string. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

/** `$elements_chain` as it is, or built from `$elements`; anything else gives an empty chain. */
export function elementsChain(properties: JsonObject): string {
  const { $elements_chain: chain, $elements: elements } = properties
  if (typeof chain === 'string') return chain
  return Array.isArray(elements) ? elements.filter(isJsonObject).map(elementText).join(';') : ''
}

/** `tag.class1.class2:attribute="value"…`, with attributes sorted by name. */
function elementText(element: JsonObject): string {
  const attributes: Record<string, string> = {}
  const add = (name: string, value: JsonValue | undefined) => {
    if (value !== undefined && value !== null && value !== '') attributes[name] = String(value)
  }
  add('text', typeof element.$el_text === 'string' ? element.$el_text.slice(0, 400) : undefined)
  add('href', element.attr__href)
  add('attr_id', element.attr__id)
  add('nth-child', element.nth_child)
  add('nth-of-type', element.nth_of_type)
  for (const [name, value] of Object.entries(element)) if (name.startsWith('attr__')) add(name, value)
  const text = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${value.replace(/\\?"/g, '\\"')}"`)
    .join('')
  const classes = classNames(element.attr__class ?? element.$el_classes)
  return `${String(element.tag_name ?? '')}${classes.map((name) => `.${name.replaceAll('"', '')}`).join('')}:${text}`
}

function classNames(value: JsonValue | undefined): string[] {
  const names = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/\s+/) : []
  return names.filter((name) => name !== '').sort()
}
