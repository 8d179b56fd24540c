import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isIllegalForMerge, personUuid } from '../../people/persons/index.ts'
import { IdentityStore } from './identity.ts'

const values =
  (properties = {}, createdAt = 1000) =>
  () => ({ properties, createdAt })

describe('deterministic uuids', () => {
  test.each([
    [1, 'user-a', '1b3a455c-7e21-53cf-8d22-2d4afb350540'],
    [7, 'laptop-9', 'f9aee92f-8c29-5f7f-b68b-706b7b4717c8'],
    // Of the person that a split makes.
    [7, 'laptop-9:split', 'd7905d4d-7490-5589-a644-5bb1ecdb1c10'],
  ])('team %d, %s', (team, id, uuid) => expect(personUuid(team, id)).toBe(uuid))
})

describe('IDs that must not merge', () => {
  test.each([
    'anonymous',
    'GUEST',
    'EMAIL',
    '"undefined"',
    "'id'",
    'NaN',
    'None',
    'none',
    'null',
    '0',
    '[object Object]',
    '',
    '  ',
    'a\0b',
    'x'.repeat(401),
  ])('%j is illegal', (id) => expect(isIllegalForMerge(id)).toBe(true))
  test.each(['nan', 'NONE', 'NULL', '00', 'user', ' anonymous', 'x'.repeat(400)])('%j is legal', (id) =>
    expect(isIllegalForMerge(id)).toBe(false),
  )
})

describe('merges', () => {
  test('neither known: one person with both IDs, uuid of the target', () => {
    const store = new IdentityStore(1)
    const { person, created } = store.merge('user', 'anon', false, values())
    expect(created).toBe(true)
    expect(person).toMatchObject({ uuid: personUuid(1, 'user'), isIdentified: true })
    expect([...person.distinctIds]).toEqual(['user', 'anon'])
    expect(store.newOverrides()).toEqual([])
  })

  test('source used without a profile: its uuid is kept, so no override is needed', () => {
    const store = new IdentityStore(1)
    store.markPersonless('anon')
    expect(store.merge('user', 'anon', false, values()).person.uuid).toBe(personUuid(1, 'anon'))
    expect(store.newOverrides()).toEqual([])
  })

  test('both used without a profile: target uuid, and an override for the source', () => {
    const store = new IdentityStore(1, [
      ['user', 0],
      ['anon', 0],
    ])
    store.merge('user', 'anon', false, values())
    expect(store.newOverrides()).toEqual([{ distinctId: 'anon', personUuid: personUuid(1, 'user'), version: 1 }])
  })

  test('IDs of a deleted person come back as separate persons, with overrides above every earlier one', () => {
    const store = new IdentityStore(1, [
      ['user', 1],
      ['anon', 4],
    ])
    expect(store.findOrCreate('user', values()).person.uuid).toBe(personUuid(1, 'user'))
    expect(store.findOrCreate('anon', values()).person.uuid).toBe(personUuid(1, 'anon'))
    expect(store.newOverrides()).toEqual([
      { distinctId: 'user', personUuid: personUuid(1, 'user'), version: 2 },
      { distinctId: 'anon', personUuid: personUuid(1, 'anon'), version: 5 },
    ])
  })

  test('a known target takes an unknown ID, with an override if that ID has events', () => {
    const store = new IdentityStore(1, [['phone', 0]])
    const { person } = store.findOrCreate('user', values())
    store.merge('user', 'phone', false, values())
    store.merge('user', 'tablet', false, values())
    expect([...person.distinctIds]).toEqual(['user', 'phone', 'tablet'])
    expect(store.newOverrides()).toEqual([{ distinctId: 'phone', personUuid: person.uuid, version: 1 }])
  })

  test('an unknown target joins even an identified source', () => {
    const store = new IdentityStore(1)
    const { person } = store.merge('a', 'anon', false, values())
    expect(store.merge('b', 'anon', false, values())).toMatchObject({ person, created: false })
    expect(store.find('b')).toBe(person)
  })

  test('two persons: target wins per property, the earlier creation time counts, versions rise', () => {
    const store = new IdentityStore(1)
    store.findOrCreate('user', values({ plan: 'pro', a: 1 }, 5000))
    const { person: source } = store.findOrCreate('anon', values({ plan: 'free', b: 2 }, 3000))
    source.version = 4
    const { person } = store.merge('user', 'anon', false, values())
    expect(person).toMatchObject({
      properties: { plan: 'pro', a: 1, b: 2 },
      createdAt: 3000,
      isIdentified: true,
      version: 5,
    })
    expect(store.find('anon')).toBe(person)
    expect(store.newOverrides()).toEqual([{ distinctId: 'anon', personUuid: person.uuid, version: 1 }])
  })

  test('an identified source is refused unless forced', () => {
    const store = new IdentityStore(1)
    store.merge('a', 'x', false, values())
    store.findOrCreate('b', values())
    const refused = store.merge('b', 'a', false, values())
    expect(refused.refusal).toMatchObject({ type: 'cannot_merge_already_identified', other: store.find('a') })
    expect(refused.person.isIdentified).toBe(true)
    expect(store.find('a')).not.toBe(store.find('b'))
    store.merge('b', 'a', true, values())
    expect(store.find('a')).toBe(store.find('b'))
    expect(store.find('x')).toBe(store.find('b'))
  })

  test('an illegal ID merges nothing; the event belongs to its person', () => {
    const store = new IdentityStore(1)
    const outcome = store.merge('user', 'null', false, values())
    expect(outcome).toMatchObject({ created: true, refusal: { illegalId: 'null' }, person: { isIdentified: false } })
    expect(store.find('null')).toBeUndefined()
  })

  test('a derived uuid that another person holds is not used twice', () => {
    const store = new IdentityStore(1, [], [personUuid(1, 'u')])
    expect(store.findOrCreate('u', values()).person.uuid).not.toBe(personUuid(1, 'u'))
  })
})

/** The same rules, implemented slowly and obviously: persons are plain sets of IDs, found by linear search. */
class Model {
  persons: { ids: string[]; identified: boolean }[] = []
  find = (id: string) => this.persons.find((person) => person.ids.includes(id))
  touch(id: string) {
    const found = this.find(id)
    if (found) return found
    const person = { ids: [id], identified: false }
    this.persons.push(person)
    return person
  }
  merge(target: string, source: string, force: boolean) {
    if (target === source) return void this.touch(target)
    const [a, b] = [this.find(target), this.find(source)]
    if (!a && !b) return void this.persons.push({ ids: [target, source], identified: true })
    if (!a || !b) {
      const one = (a ?? b)!
      one.identified = true
      one.ids.push(a ? source : target)
      return
    }
    const wasIdentified = b.identified
    a.identified = true
    if (a === b || (wasIdentified && !force)) return
    a.ids.push(...b.ids)
    this.persons = this.persons.filter((person) => person !== b)
  }
}

describe('any sequence of events', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const step = fc.oneof(
    fc.record({ kind: fc.constant('event' as const), id }),
    fc.record({ kind: fc.constant('anonymous' as const), id }),
    fc.record({ kind: fc.constant('merge' as const), target: id, source: id, force: fc.boolean() }),
  )
  test('gives the persons of the reference model, and overrides that assign every old event to them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const store = new IdentityStore(1)
        const model = new Model()
        const events: { id: string; personUuid: string }[] = []
        for (const item of steps) {
          if (item.kind === 'event') {
            model.touch(item.id)
            events.push({ id: item.id, personUuid: store.findOrCreate(item.id, values()).person.uuid })
          } else if (item.kind === 'anonymous') {
            const person = store.find(item.id)
            if (!person) store.markPersonless(item.id)
            events.push({ id: item.id, personUuid: person?.uuid ?? personUuid(1, item.id) })
          } else {
            model.merge(item.target, item.source, item.force)
            events.push({
              id: item.target,
              personUuid: store.merge(item.target, item.source, item.force, values()).person.uuid,
            })
          }
        }
        for (const person of model.persons) {
          const actual = store.find(person.ids[0]!)!
          expect([...actual.distinctIds].sort()).toEqual([...person.ids].sort())
          expect(actual.isIdentified).toBe(person.identified)
        }
        const overrides = new Map(store.newOverrides().map((override) => [override.distinctId, override.personUuid]))
        for (const event of events) {
          const owner = store.find(event.id)
          if (owner) expect(overrides.get(event.id) ?? event.personUuid).toBe(owner.uuid)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
