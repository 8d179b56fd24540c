/** A report as an email: HTML that mail programs understand (tables, inline styles), and the same as plain text. */
import { escapeXml } from '@hedgerow/shared/charts/svg/elements'
import { DateTime } from 'luxon'
import type { Report, ReportPart } from './report.ts'

/** Mail programs show this width without scrolling. */
const WIDTH = 640
const FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
const INK = '#1c1917'
const MUTED = '#6b6560'
const LINE = '#e7e5e4'
const ACCENT = '#15803d'

/** Mail programs that know dark mode apply this; the others keep the light colors. */
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page,.card{background:#1c1917!important}.ink{color:#f5f5f4!important}.muted{color:#a8a29e!important}.line{border-color:#44403c!important}.accent{color:#4ade80!important}.picture{background:#ffffff!important}}
@media (max-width:480px){.card{padding:16px!important}}`

export interface MailText {
  subject: string
  html: string
  text: string
}

/**
 * @param to the recipient
 * @param unsubscribeUrl opens a page that asks before it unsubscribes
 * @param sourceOf where a picture is: `cid:…`, or an address
 */
export function mailOf(
  report: Report,
  to: string,
  unsubscribeUrl: string,
  sourceOf: (part: ReportPart) => string,
): MailText {
  const subject = subjectOf(report, to)
  return { subject, html: htmlOf(report, subject, unsubscribeUrl, sourceOf), text: textOf(report, unsubscribeUrl) }
}

function subjectOf({ isInvitation, kind, name, author }: Report, to: string): string {
  const what = kind === 'Insight' ? 'a Hedgerow Insight' : 'a Hedgerow Dashboard'
  if (!isInvitation) return `Hedgerow ${kind} report - ${name}`
  if (author && author.email.toLowerCase() === to.toLowerCase()) return `You have been subscribed to ${what}`
  return `${author?.first_name || 'Someone'} subscribed you to ${what}`
}

/** `Mar 2 – Mar 8, 2026` */
function periodOf({ date_range: range }: ReportPart): string | null {
  if (!range) return null
  // The dates are local to the project already.
  const [from, to] = [range.date_from, range.date_to].map((date) =>
    DateTime.fromISO(date, { setZone: true, locale: 'en' }),
  )
  if (!from?.isValid || !to?.isValid) return null
  const first = from.toFormat(from.year === to.year ? 'LLL d' : 'LLL d, yyyy')
  return from.hasSame(to, 'day') ? to.toFormat('LLL d, yyyy') : `${first} – ${to.toFormat('LLL d, yyyy')}`
}

function htmlOf(
  report: Report,
  subject: string,
  unsubscribeUrl: string,
  sourceOf: (part: ReportPart) => string,
): string {
  const { subscription, name, kind, parts, total } = report
  const title = subscription.title || name
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeXml(subject)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;background:#f5f5f4"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td align="center" style="padding:16px 8px"><table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0"
 style="max-width:${WIDTH}px;background:#ffffff;border-radius:8px;padding:24px;font-family:${FONT}"><tr><td>
${paragraph(escapeXml(kind), { class: 'muted', color: MUTED, size: 13, space: 2 })}
<h1 class="ink" style="margin:0 0 12px;font-size:22px;line-height:1.3;color:${INK}">${link(report.resourceUrl, title, 'ink', INK)}</h1>
${invitationHtml(report)}
${summaryHtml(report)}
${parts.map((part) => partHtml(part, parts.length > 1, sourceOf)).join('')}
${total > parts.length ? paragraph(`Showing ${parts.length} of ${total} insights.`, { class: 'muted', color: MUTED }) : ''}
<p style="margin:20px 0"><a href="${escapeXml(report.resourceUrl)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:${ACCENT};color:#ffffff;font-size:14px;text-decoration:none">View in Hedgerow</a></p>
<hr class="line" style="border:0;border-top:1px solid ${LINE};margin:20px 0">
${paragraph(escapeXml(report.scheduleText), { class: 'muted', color: MUTED, size: 13 })}
${paragraph(
  `${link(report.manageUrl, 'Manage this subscription', 'accent', ACCENT)} &nbsp;·&nbsp; ${link(unsubscribeUrl, 'Unsubscribe', 'accent', ACCENT)}`,
  { class: 'muted', color: MUTED, size: 13, space: 0 },
)}
</td></tr></table></td></tr></table></body></html>`
}

interface Look {
  class: string
  color: string
  size?: number
  space?: number
}

/** @param html escaped */
const paragraph = (html: string, { class: name, color, size = 14, space = 12 }: Look) =>
  `<p class="${name}" style="margin:0 0 ${space}px;font-size:${size}px;line-height:1.5;color:${color}">${html}</p>`

const link = (url: string, text: string, name: string, color: string) =>
  `<a class="${name}" href="${escapeXml(url)}" style="color:${color};text-decoration:${color === INK ? 'none' : 'underline'}">${escapeXml(text)}</a>`

const lines = (text: string) => escapeXml(text.replaceAll('\n', '\u2028')).replaceAll('\u2028', '<br>')

function invitationHtml({ isInvitation, author, inviteMessage }: Report): string {
  if (!isInvitation) return ''
  const who = `${author ? nameOf(author) : 'Someone'} subscribed you to this report.`
  const quote = inviteMessage
    ? `<blockquote class="ink line" style="margin:0 0 12px;padding:4px 12px;border-left:3px solid ${LINE};font-size:14px;line-height:1.5;color:${INK}">${lines(inviteMessage)}</blockquote>`
    : ''
  return paragraph(escapeXml(who), { class: 'ink', color: INK }) + quote
}

const nameOf = ({ first_name: name, email }: { first_name: string; email: string }) => name || email

function summaryHtml({ changeSummary, parts }: Report): string {
  if (!changeSummary || parts.length < 2) return ''
  const list = changeSummary.split('\n').map((line) => `<li style="margin:0 0 4px">${escapeXml(line)}</li>`)
  return `<p class="ink" style="margin:0 0 4px;font-size:14px;font-weight:600;color:${INK}">Largest changes</p>
<ul class="ink" style="margin:0 0 16px;padding-left:20px;font-size:14px;line-height:1.5;color:${INK}">${list.join('')}</ul>`
}

function partHtml(part: ReportPart, isOneOfMany: boolean, sourceOf: (part: ReportPart) => string): string {
  const { name, url, picture, query_error: error, changes } = part
  const period = periodOf(part)
  const heading = isOneOfMany
    ? `<h2 class="ink" style="margin:20px 0 8px;font-size:16px;color:${INK}">${link(url, name, 'ink', INK)}</h2>`
    : ''
  const drawn = picture
    ? `<a href="${escapeXml(url)}"><img class="picture" src="${escapeXml(sourceOf(part))}" alt="${escapeXml(period ? `${name}, ${period}` : name)}" width="${WIDTH - 48}" style="display:block;box-sizing:border-box;width:100%;height:auto;border:1px solid ${LINE};border-radius:6px"></a>`
    : paragraph(escapeXml(`This insight could not be shown: ${error?.message ?? 'there is no picture.'}`), {
        class: 'ink',
        color: '#b91c1c',
      })
  return (
    heading +
    // The picture says it too.
    (period && !picture ? paragraph(escapeXml(period), { class: 'muted', color: MUTED, size: 13, space: 8 }) : '') +
    drawn +
    (changes.length > 0
      ? `<p class="muted" style="margin:8px 0 0;font-size:13px;line-height:1.5;color:${MUTED}">${changes.map(escapeXml).join('<br>')}</p>`
      : '')
  )
}

function textOf(report: Report, unsubscribeUrl: string): string {
  const { subscription, name, isInvitation, author, inviteMessage, parts, total, changeSummary } = report
  const shown = parts.flatMap((part) => {
    const period = periodOf(part)
    const problem = part.picture ? [] : [`This insight could not be shown: ${part.query_error?.message ?? ''}`]
    return [
      '',
      period ? `${part.name} (${period})` : part.name,
      ...part.changes,
      ...problem,
      part.picture?.url ?? part.url,
    ]
  })
  return [
    subscription.title || name,
    ...(isInvitation ? [`${author ? nameOf(author) : 'Someone'} subscribed you to this report.`] : []),
    ...(inviteMessage ? ['', inviteMessage] : []),
    ...(changeSummary && parts.length > 1 ? ['', 'Largest changes:', changeSummary] : []),
    ...shown,
    '',
    ...(total > parts.length ? [`Showing ${parts.length} of ${total} insights.`] : []),
    `View it in Hedgerow:`,
    report.resourceUrl,
    '',
    report.scheduleText,
    'Manage this subscription:',
    report.manageUrl,
    'Unsubscribe:',
    unsubscribeUrl,
  ].join('\n')
}
