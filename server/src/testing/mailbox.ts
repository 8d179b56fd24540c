/** A real mail server for tests that keeps the mail it receives, and can misbehave. */
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { waitFor } from './stack.ts'

export interface ReceivedMail {
  to: string[]
  subject: string
  text: string
  /** Empty if there is only text. */
  html: string
  /** Values of headers as they were sent, by name in lower case. */
  headers: Map<string, string>
  /** Contents of attachments by `cid`. */
  pictures: Map<string, Buffer>
}

/** What happens to mail to an address: the status that it is refused with, or `cut` to break the connection amid it. */
export type Misbehavior = (address: string) => number | 'cut' | undefined

export class Mailbox {
  readonly mails: ReceivedMail[] = []
  misbehave: Misbehavior = () => undefined

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<Mailbox> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo({ address }, _session, done) {
        const status = mailbox.misbehave(address)
        if (typeof status !== 'number') return done()
        done(Object.assign(new Error('refused by the test'), { responseCode: status }))
      },
      onData(stream, session, done) {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          if (to.some((address) => mailbox.misbehave(address) === 'cut')) {
            for (const connection of mailbox.server.connections) (connection as unknown as { close(): void }).close()
            return
          }
          simpleParser(Buffer.concat(chunks))
            .then((mail) => mailbox.mails.push(toReceived(mail, to)))
            .then(() => done(), done)
        })
      },
    })
    const mailbox = new Mailbox(server)
    // A client that dies breaks its connection.
    server.on('error', () => {})
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
      () => `mail to ${to}; there are ${this.mails.map(({ subject, to }) => `"${subject}" to ${to}`).join(', ')}`,
    )
    return this.mails.splice(find(), 1)[0]!
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

function toReceived(mail: ParsedMail, to: string[]): ReceivedMail {
  const lines = mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()] as const)
  return {
    to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: new Map(lines),
    pictures: new Map(mail.attachments.map(({ cid, content }) => [cid ?? '', content])),
  }
}
