/** A real mail server for tests that keeps the mail it receives. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { waitFor } from './stack.ts'

export interface ReceivedMail {
  to: string[]
  subject: string
  text: string
}

export class Mailbox {
  readonly mails: ReceivedMail[] = []

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<Mailbox> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          mailbox.mails.push(
            parse(
              Buffer.concat(chunks).toString(),
              session.envelope.rcptTo.map(({ address }) => address),
            ),
          )
          done()
        })
      },
    })
    const mailbox = new Mailbox(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return mailbox
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`
  }

  /** Takes the next mail to an address that no call has taken yet, optionally only one whose subject matches. */
  async take(to: string, subject = /./): Promise<ReceivedMail> {
    const find = () => this.mails.findIndex((mail) => mail.to.includes(to) && subject.test(mail.subject))
    await waitFor(
      () => find() >= 0,
      20_000,
      () => `mail to ${to}`,
    )
    return this.mails.splice(find(), 1)[0]!
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

function parse(source: string, to: string[]): ReceivedMail {
  const [head = '', ...rest] = source.split('\r\n\r\n')
  const headers = head.replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? ''
  const body = rest.join('\r\n\r\n')
  const encoding = header('Content-Transfer-Encoding').toLowerCase()
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? body
            .replace(/=\r\n/g, '')
            .replace(/(=[0-9A-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('=', ''), 'hex').toString())
        : body
  return { to, subject: header('Subject'), text }
}
