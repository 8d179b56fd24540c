/**
 * Draws the SVG of our charts into a PDF, as shapes and text instead of pixels. It knows the elements that the charts consist
 * of, and no others.
 */
import PDFDocument from 'pdfkit'
import { BOLD_FONT, REGULAR_FONT } from './fonts.ts'

type Attributes = Record<string, string>

const ELEMENT = /<(\w+)((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>([^<]*)<\/\1>)/g
const ATTRIBUTE = /([\w-]+)="([^"]*)"/g
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/** A PDF without pages. Its texts are in the fonts of pictures. */
export function newPdf(title: string): PDFKit.PDFDocument {
  // With a font of ours from the start: the built-in ones are files that the bundle does not have.
  const document = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    font: REGULAR_FONT,
    info: { Title: title },
  })
  document.registerFont('regular', REGULAR_FONT)
  document.registerFont('bold', BOLD_FONT)
  return document
}

/** The finished document. Only the streams of one document are in memory at a time. */
export async function pdfBytes(document: PDFKit.PDFDocument): Promise<Buffer> {
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve)
    document.on('error', reject)
  })
  document.end()
  await ended
  return Buffer.concat(pieces)
}

/**
 * Draws elements on the current page.
 * @param elements of our charts, without the `<svg>` around them
 * @param place where their origin goes, in points, and points per pixel
 * @throws Error for an element that is not known
 */
export function drawInPdf(
  document: PDFKit.PDFDocument,
  elements: string,
  { x, y, scale }: { x: number; y: number; scale: number },
): void {
  document.save().translate(x, y).scale(scale)
  for (const [, name, attributes, content] of elements.matchAll(ELEMENT))
    drawElement(document, name!, attributesOf(attributes!), content ?? '')
  document.restore()
}

function attributesOf(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, value]) => [name!, value!]))
}

const numberOf = (attributes: Attributes, name: string) => Number(attributes[name] ?? 0)

const SHAPES: Record<string, (document: PDFKit.PDFDocument, attributes: Attributes) => void> = {
  rect: (document, attributes) => {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((each) => numberOf(attributes, each))
    document.rect(x!, y!, width!, height!)
  },
  circle: (document, attributes) => {
    document.circle(numberOf(attributes, 'cx'), numberOf(attributes, 'cy'), numberOf(attributes, 'r'))
  },
  path: (document, attributes) => {
    document.path(attributes.d!)
  },
}

function drawElement(document: PDFKit.PDFDocument, name: string, attributes: Attributes, content: string): void {
  const isEmpty = attributes.d === '' || attributes.width === '0' || attributes.height === '0'
  if (name === 'text') drawText(document, attributes, content)
  else if (!SHAPES[name]) throw new Error(`A chart consists of an element that PDF files do not know: ${name}.`)
  else if (!isEmpty) {
    SHAPES[name](document, attributes)
    paint(document, attributes)
  }
}

/** Fills and strokes the current path. A line has no fill. */
function paint(document: PDFKit.PDFDocument, attributes: Attributes): void {
  const opacity = Number(attributes.opacity ?? 1)
  const fill = attributes.fill ?? (attributes.stroke ? 'none' : '#000000')
  const stroke = attributes.stroke ?? 'none'
  const width = Number(attributes['stroke-width'] ?? 1)
  document.save()
  document.fillOpacity(opacity * Number(attributes['fill-opacity'] ?? 1))
  document.strokeOpacity(opacity * Number(attributes['stroke-opacity'] ?? 1))
  document.lineWidth(width).lineJoin(attributes['stroke-linejoin'] === 'round' ? 'round' : 'miter')
  const [dash, space] = (attributes['stroke-dasharray'] ?? '').split(/[ ,]+/).map(Number)
  if (dash) document.dash(dash, { space: space ?? dash })
  if (fill !== 'none' && stroke !== 'none') document.fillAndStroke(fill, stroke)
  else if (fill !== 'none') document.fill(fill)
  else if (stroke !== 'none') document.stroke(stroke)
  document.restore()
}

function drawText(document: PDFKit.PDFDocument, attributes: Attributes, content: string): void {
  const text = content.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!)
  if (text === '') return
  document.font(attributes['font-weight'] === 'bold' ? 'bold' : 'regular').fontSize(numberOf(attributes, 'font-size'))
  const width = document.widthOfString(text)
  const anchor = attributes['text-anchor'] ?? 'start'
  const left = numberOf(attributes, 'x') - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0)
  document.fillOpacity(1).fillColor(attributes.fill ?? '#000000')
  document.text(text, left, numberOf(attributes, 'y'), { lineBreak: false, baseline: 'alphabetic' })
}
