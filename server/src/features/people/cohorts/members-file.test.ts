import { describe, expect, test } from 'vitest'
import { decodeCsv } from '../../../platform/http/csv-file.ts'
import { readIdsOfCsv } from './members-file.ts'

const uuid = '018f0000-0000-7000-8000-000000000001'

describe('CSV file of persons', () => {
  test.each<[string, string, object]>([
    ['a list', 'ann\nEVE@x.io\n', { hasHeader: false, distinctIds: ['ann', 'EVE@x.io'], emails: ['eve@x.io'] }],
    [
      'one column with a header',
      'distinct_id\r\nann\r\n\r\nbob',
      { hasHeader: true, distinctIds: ['ann', 'bob'], emails: [] },
    ],
    ['a header in another column', `name,Person .id\n"Ann, A",${uuid}\n`, { personIds: [uuid], distinctIds: [] }],
    ['Person.id, in any case', `PERSON.ID\n${uuid.toUpperCase()}`, { personIds: [uuid] }],
    ['semicolons', 'plan;E-Mail\ngold;"Ann@X.io"\n', { emails: ['ann@x.io'], distinctIds: [] }],
    ['a byte order mark and quotes', '\uFEFF"distinct_id","name"\n"a ""b""",x', { distinctIds: ['a "b"'] }],
    // The first column with a value is used: a row without a person ID can still have an email address.
    ['several columns', `email,person_id\nann@x.io,${uuid}\nbob@x.io,\n`, { personIds: [uuid], emails: ['bob@x.io'] }],
    ['a duplicate ID', 'distinct_id\nann\nann', { distinctIds: ['ann'] }],
    ['an ID that is not a UUID', 'person_id\nann', { personIds: [], all: new Set(['ann']) }],
    [
      'a table without a header',
      'ann,gold\nbob,free',
      { hasHeader: false, isList: false, distinctIds: ['ann', 'bob'] },
    ],
  ])('%s', async (_name, csv, expected) => expect(await readIdsOfCsv(csv)).toMatchObject(expected))

  test.each([['distinct_id\n'], [''], ['\n\n'], ['name,email\nann,']])('finds no IDs in %j', (csv) =>
    expect(readIdsOfCsv(csv)).rejects.toThrow('no IDs'),
  )

  test('refuses unclosed quotes and other encodings', async () => {
    await expect(readIdsOfCsv('distinct_id\n"ann')).rejects.toThrow('The file is not valid CSV')
    expect(() => decodeCsv(Buffer.from('distinct_id\nJürgen', 'latin1'), 'csv')).toThrow('not in UTF-8')
    expect(() => decodeCsv(Buffer.from('\uFEFFdistinct_id', 'utf16le'), 'csv')).toThrow('UTF-16')
  })
})
