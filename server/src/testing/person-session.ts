/** A person with a browser, as far as the API can tell: keeps cookies and echoes the CSRF token. */
import type { Stack } from './stack.ts'

export interface Answer<Body = any> {
  status: number
  body: Body
  headers: Headers
}

export class PersonSession {
  readonly cookies = new Map<string, string>()

  constructor(readonly stack: Pick<Stack, 'url'>) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isForm = body instanceof FormData || body instanceof URLSearchParams
    const response = await fetch(this.stack.url + path, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'X-CSRFToken': this.cookies.get('posthog_csrftoken') ?? '',
        ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : isForm ? (body as BodyInit) : JSON.stringify(body),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      const isGone = value === '' || attributes.some((each) => /expires=thu, 01 jan 1970/i.test(each.trim()))
      if (isGone) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : parseBody(text), headers: response.headers }
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body: unknown = {}) => this.call('POST', path, body)
  patch = (path: string, body: unknown = {}) => this.call('PATCH', path, body)
  put = (path: string, body: unknown = {}) => this.call('PUT', path, body)
  delete = (path: string) => this.call('DELETE', path)

  async login(email: string, password: string): Promise<this> {
    const { status, body } = await this.post('/api/login/', { email, password })
    if (status !== 200) throw new Error(`login of ${email} answered ${status} ${JSON.stringify(body)}`)
    return this
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The parts of an error that are part of the API contract. */
export function problem({ status, body }: Answer): [number, string, string | null] {
  return [status, body?.code, body?.attr ?? null]
}
