/**
 * Ninety days of a fictional company: Larkspur, a planning tool for small teams. Visitors come from searches, newsletters
 * and advertisements. Some sign up, but most are lost on the way. Teams belong to companies. People use the tool more on
 * weekdays than at weekends, and stay or drift away. The seed and the end time determine everything.
 */
import type { JsonObject } from '../../../platform/json.ts'
import {
  CITIES,
  COMPANY_ENDINGS,
  COMPANY_NAMES,
  DEVICES,
  type Device,
  DOCS,
  FIRST_NAMES,
  INDUSTRIES,
  LAST_NAMES,
  SOURCES,
} from './material.ts'
import { Random } from './random.ts'

export const DEMO_DAYS = 90
const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const SITE = 'https://larkspur.example'
const APP = 'https://app.larkspur.example'
const LIB = { $lib: 'web', $lib_version: '1.0.0' }
/** Probability that a visitor takes each step after the previous one. */
const FUNNEL = { pricing: 0.62, signupPage: 0.6, signup: 0.78, workspace: 0.86, project: 0.74, invite: 0.45, paid: 0.3 }
const SESSION_GAP_MS = 35 * 60 * 1000

export interface DemoEvent {
  uuid: string
  event: string
  distinct_id: string
  timestamp: string
  properties: JsonObject
}

interface Visitor {
  distinctId: string
  device: Device
  place: (typeof CITIES)[number]
  source: (typeof SOURCES)[number][0]
  isIdentified: boolean
  company: Company | null
}

interface Company {
  key: string
  name: string
  domain: string
  industry: string
  employees: number
  plan: 'free' | 'team' | 'business'
  people: number
}

/**
 * All events in order of time.
 * @param end the moment at which the story is told; nothing happens after it
 * @param days how long it lasts
 */
export function generateDemo(seed: number, end: Date, days: number = DEMO_DAYS): DemoEvent[] {
  return new Story(new Random(seed), end.getTime(), days).tell()
}

class Story {
  private readonly events: DemoEvent[] = []
  private readonly companies: Company[] = []
  private readonly start: number

  constructor(
    private readonly random: Random,
    private readonly end: number,
    private readonly days: number,
  ) {
    this.start = end - days * DAY_MS
  }

  tell(): DemoEvent[] {
    for (let day = 0; day < this.days; day++) {
      const midnight = this.start + day * DAY_MS
      // Growth of a third over the whole time, and quiet weekends.
      const visitors = Math.round(
        110 * (1 + (day / this.days) * 0.33) * (isWeekend(midnight) ? 0.45 : 1) * (0.85 + this.random.next() * 0.3),
      )
      for (let index = 0; index < visitors; index++) this.visit(midnight + this.timeOfDay())
    }
    return this.events.sort((a, b) =>
      a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : a.uuid < b.uuid ? -1 : 1,
    )
  }

  /** Mostly between nine and six. */
  private timeOfDay(): number {
    const hour = this.random.chance(0.8) ? 9 + this.random.next() * 9 : this.random.next() * 24
    return hour * HOUR_MS
  }

  private visit(at: number): void {
    const { random } = this
    const visitor: Visitor = {
      distinctId: random.uuid(at),
      device: random.weighted(DEVICES),
      place: random.pick(CITIES),
      source: random.weighted(SOURCES),
      isIdentified: false,
      company: null,
    }
    const session = this.openSession(at, visitor)
    session.page(
      SITE,
      random.weighted([
        ['/', 6],
        ['/blog/planning-without-meetings', 2],
        ['/features', 2],
      ]),
      true,
    )
    for (const path of DOCS) if (random.chance(0.12)) session.page(SITE, path)
    if (!random.chance(FUNNEL.pricing)) {
      session.close()
      return
    }
    session.page(SITE, '/pricing')
    if (!random.chance(FUNNEL.signupPage)) {
      session.close()
      return
    }
    session.page(APP, '/signup')
    if (!random.chance(FUNNEL.signup)) {
      session.close()
      return
    }
    this.signUp(visitor, session)
  }

  private signUp(visitor: Visitor, session: Session): void {
    const { random } = this
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)]
    const company = this.joinCompany()
    const email = `${first}.${last}${random.chance(0.15) ? random.whole(2, 99) : ''}@${company.domain}`.toLowerCase()
    const anonymous = visitor.distinctId
    visitor.distinctId = email
    visitor.isIdentified = true
    visitor.company = company
    const role = random.weighted([
      ['member', 6],
      ['manager', 3],
      ['founder', 1],
    ])
    session.event('$identify', {
      $anon_distinct_id: anonymous,
      $set: { email, name: `${first} ${last}`, role, plan: company.plan, company: company.name },
      $set_once: { signed_up_at: new Date(session.at).toISOString(), signup_source: visitor.source.name },
    })
    session.event('$groupidentify', {
      $group_type: 'company',
      $group_key: company.key,
      $group_set: { name: company.name, industry: company.industry, employees: company.employees, plan: company.plan },
    })
    session.event('signed up', { plan: company.plan, referral: visitor.source.name })
    if (!random.chance(FUNNEL.workspace)) {
      session.close()
      return
    }
    session.event('workspace created', {})
    session.page(APP, '/home')
    if (!random.chance(FUNNEL.project)) {
      session.close()
      return
    }
    session.event('project created', { template: random.pick(['blank', 'launch', 'sprint', 'hiring']) })
    if (random.chance(FUNNEL.invite)) session.event('teammate invited', { invites: random.whole(1, 6) })
    session.close()
    this.live(visitor, session.at)
  }

  private joinCompany(): Company {
    const { random } = this
    if (this.companies.length > 20 && random.chance(0.72)) {
      const company = random.pick(this.companies)
      company.people += 1
      return company
    }
    const name = `${random.pick(COMPANY_NAMES)} ${random.pick(COMPANY_ENDINGS)}`
    const key = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}-${this.companies.length + 1}`
    const company: Company = {
      key,
      name,
      domain: `${key}.example`,
      industry: random.pick(INDUSTRIES),
      employees: random.weighted([
        [random.whole(2, 10), 5],
        [random.whole(11, 50), 3],
        [random.whole(51, 400), 1],
      ]),
      plan: random.weighted([
        ['free', 7],
        ['team', 2],
        ['business', 1],
      ]),
      people: 1,
    }
    this.companies.push(company)
    return company
  }

  /** The weeks after the first day: a habit, a trial, or nothing more. */
  private live(visitor: Visitor, from: number): void {
    const { random } = this
    const kind = random.weighted([
      ['habit', 3],
      ['sometimes', 4],
      ['gone', 3],
    ])
    if (kind === 'gone') return
    let [weekly, fade] = kind === 'habit' ? [0.92, 0.985] : [0.55, 0.86]
    const perWeek = kind === 'habit' ? 3 : 1.4
    let hasPaid = visitor.company!.plan !== 'free'
    const secondDevice = random.chance(0.14) ? random.weighted(DEVICES) : null
    for (let week = from; week < this.end; week += 7 * DAY_MS) {
      const isActive = random.chance(weekly)
      weekly *= fade
      if (!isActive) continue
      const sessions = 1 + Math.floor(random.exponential(perWeek - 1))
      for (let index = 0; index < Math.min(sessions, 8); index++) {
        const day = week + random.whole(0, 6) * DAY_MS
        const at = Math.floor(day / DAY_MS) * DAY_MS + this.timeOfDay()
        if (at <= from + SESSION_GAP_MS || at >= this.end || (isWeekend(at) && random.chance(0.75))) continue
        const device = secondDevice && random.chance(0.3) ? secondDevice : null
        hasPaid = this.work(visitor, at, hasPaid, device)
      }
    }
  }

  /** One session in the tool. Returns whether the company pays by now. */
  private work(visitor: Visitor, at: number, hasPaid: boolean, otherDevice: Device | null): boolean {
    const { random } = this
    let session: Session
    if (otherDevice) {
      // This device does not know the person yet: anonymous until login.
      const anonymous: Visitor = {
        ...visitor,
        device: otherDevice,
        distinctId: random.uuid(at),
        isIdentified: false,
        company: null,
      }
      session = this.openSession(at, anonymous)
      session.page(APP, '/login')
      session.become(visitor.distinctId)
      session.event('$identify', { $anon_distinct_id: anonymous.distinctId, $set: { last_device: otherDevice.type } })
      anonymous.isIdentified = true
      anonymous.company = visitor.company
    } else session = this.openSession(at, visitor)
    session.page(APP, '/home')
    const steps = 1 + Math.floor(random.exponential(4))
    for (let index = 0; index < Math.min(steps, 25); index++) {
      const action = random.weighted([
        ['task', 8],
        ['page', 6],
        ['comment', 3],
        ['report', 2],
        ['file', 1],
        ['project', 1],
        ['search', 1],
      ])
      if (action === 'task')
        session.event('task completed', {
          minutes_open: Math.round(random.exponential(300)),
          has_due_date: random.chance(0.6),
        })
      if (action === 'page') session.page(APP, random.pick(['/projects', '/calendar', '/inbox', '/team']))
      if (action === 'comment') session.event('comment added', { length: Math.round(random.exponential(80)) + 1 })
      if (action === 'report')
        session.event('report opened', { report: random.pick(['burndown', 'workload', 'velocity']) })
      if (action === 'file')
        session.event('file uploaded', { megabytes: Math.round(random.exponential(4) * 10) / 10 + 0.1 })
      if (action === 'project')
        session.event('project created', { template: random.pick(['blank', 'launch', 'sprint', 'hiring']) })
      if (action === 'search') session.event('searched', { results: random.whole(0, 40) })
    }
    if (!hasPaid && random.chance(FUNNEL.paid / 12)) {
      const plan = random.chance(0.7) ? 'team' : 'business'
      session.page(APP, '/billing')
      session.event('plan upgraded', { plan, amount: plan === 'team' ? 29 : 99, currency: 'EUR', $set: { plan } })
      session.event('$groupidentify', {
        $group_type: 'company',
        $group_key: visitor.company!.key,
        $group_set: { plan },
      })
      session.close()
      return true
    }
    session.close()
    return hasPaid
  }

  private openSession(at: number, visitor: Visitor): Session {
    return new Session(this.random, at, this.end, visitor, (event) => this.events.push(event))
  }
}

class Session {
  private readonly sessionId: string
  private readonly windowId: string
  private url = ''
  private isFirstPage = true

  constructor(
    private readonly random: Random,
    public at: number,
    private readonly end: number,
    private readonly visitor: Visitor,
    private readonly add: (event: DemoEvent) => void,
  ) {
    this.sessionId = random.uuid(at)
    this.windowId = random.uuid(at)
  }

  become(distinctId: string): void {
    this.visitor.distinctId = distinctId
  }

  page(site: string, path: string, isLanding = false): void {
    if (!this.isFirstPage) this.event('$pageleave', {})
    this.isFirstPage = false
    const { source } = this.visitor
    const query = isLanding && source.utm ? `?${new URLSearchParams(source.utm)}` : ''
    this.url = `${site}${path}${query}`
    this.event('$pageview', {
      title: path === '/' ? 'Larkspur' : `Larkspur ${path}`,
      ...(isLanding && {
        $referrer: source.referrer,
        $referring_domain: source.referrer === '$direct' ? '$direct' : new URL(source.referrer).host,
        ...source.utm,
      }),
    })
  }

  event(name: string, properties: JsonObject): void {
    this.at += 2_000 + this.random.exponential(35_000)
    if (this.at >= this.end) return
    const { device, place, company, isIdentified, distinctId } = this.visitor
    const url = new URL(this.url || APP)
    this.add({
      uuid: this.random.uuid(this.at),
      event: name,
      distinct_id: distinctId,
      timestamp: new Date(this.at).toISOString(),
      properties: {
        ...LIB,
        $session_id: this.sessionId,
        $window_id: this.windowId,
        $current_url: url.href,
        $host: url.host,
        $pathname: url.pathname,
        $browser: device.browser,
        $os: device.os,
        $device_type: device.type,
        $screen_width: device.width,
        $screen_height: device.height,
        $ip: place.ip,
        $geoip_country_code: place.code,
        $geoip_country_name: place.country,
        $geoip_city_name: place.city,
        // Like the SDKs' default: a profile begins with the login.
        ...(isIdentified || name === '$identify' ? {} : { $process_person_profile: false }),
        ...(company && name !== '$groupidentify' && { $groups: { company: company.key } }),
        ...properties,
      },
    })
  }

  close(): void {
    if (!this.isFirstPage) this.event('$pageleave', {})
  }
}

function isWeekend(milliseconds: number): boolean {
  const day = new Date(milliseconds).getUTCDay()
  return day === 0 || day === 6
}
