/**
 * Writes XLSX row by row: a ZIP file whose only long part, the sheet, is written while it is made. Cells are typed, so a text
 * is never run as a formula.
 */
import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { errors } from '../../../../platform/http/errors.ts'
import { ExactNumber, stringifyJson } from '../../../../platform/json.ts'

/** What the format has room for. */
export const SHEET_ROWS_MAX = 1_048_576
const SHEET_COLUMNS_MAX = 16_384
const CELL_CHARACTERS_MAX = 32_767
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const BOLD = 1

const PARTS: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
}
const SHEET_START = `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
const SHEET_END = '</sheetData></worksheet>'

/**
 * @param pieces rows in pieces

 * @returns the file, while it is written
 */
export function xlsxFile(
  columns: readonly string[],
  pieces: AsyncIterable<readonly (readonly unknown[])[]>,
): { file: Readable; done: Promise<void> } {
  if (columns.length > SHEET_COLUMNS_MAX)
    throw errors.invalid(`An XLSX sheet has room for ${shown(SHEET_COLUMNS_MAX)} columns. Export CSV instead.`)
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(HEAD + content), name)
  const sheet = new PassThrough()
  // Whoever writes or reads gets the error; it may happen before anybody does.
  sheet.on('error', () => {})
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  const file = zip.outputStream as Readable
  file.on('error', () => {})
  zip.on('error', (error: Error) => file.destroy(error))
  // Nobody reads on: the rows are not needed any more.
  file.on('close', () => {
    if (!sheet.writableFinished) sheet.destroy(new Error('The file could not be written.'))
  })
  const done = writeSheet(sheet, columns, pieces).catch((error: Error) => {
    file.destroy(error)
    throw error
  })
  return { file, done }
}

async function writeSheet(
  sheet: PassThrough,
  columns: readonly string[],
  pieces: AsyncIterable<readonly (readonly unknown[])[]>,
): Promise<void> {
  const write = async (text: string) => {
    if (!sheet.write(text)) await once(sheet, 'drain')
  }
  await write(HEAD + SHEET_START + rowXml(columns, BOLD))
  let rows = 1
  for await (const piece of pieces) {
    rows += piece.length
    if (rows > SHEET_ROWS_MAX)
      throw errors.invalid(
        `An XLSX sheet has room for ${shown(SHEET_ROWS_MAX - 1)} rows below its header, and there are more. Export CSV instead.`,
      )
    let text = ''
    for (const row of piece) text += rowXml(row)
    await write(text)
  }
  sheet.end(SHEET_END)
}

const shown = (value: number) => value.toLocaleString('en-US')

function rowXml(cells: readonly unknown[], style = 0): string {
  let text = '<row>'
  for (const cell of cells) text += cellXml(cell, style)
  return `${text}</row>`
}

function cellXml(value: unknown, style: number): string {
  const look = style === 0 ? '' : ` s="${style}"`
  if (value === null || value === undefined || value === '') return `<c${look}/>`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c${look}><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c${look} t="b"><v>${value ? 1 : 0}</v></c>`
  const text = typeof value === 'string' ? value : value instanceof ExactNumber ? value.text : stringifyJson(value)
  return `<c${look} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text for XML, which knows no control characters and no halves of characters; a cell has room for some of it. */
function xmlText(text: string): string {
  const cut = text.length > CELL_CHARACTERS_MAX ? `${text.slice(0, CELL_CHARACTERS_MAX - 1)}…` : text
  return cut
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
    .toWellFormed()
    .replace(/[&<>]/g, (each) => ENTITIES[each]!)
}
