/**
 * Members of static cohorts: from a file, a list of IDs, an actors query, or the persons behind a number of an insight.
 */
import { validate as isUuid } from 'uuid'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { selectTemplate } from '../../analytics/hogql/index.ts'
import { Asker, actorIds, actorSourceOf, askingTeam, readNode, runNode } from '../../analytics/query/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { existingPersons, findPersonsBy } from '../persons/index.ts'
import { addMembers, countMembers, memberStores, STATIC_VERSION } from './members.ts'
import { IDS_MAX, readIdsOfCsv, unknownColumns } from './members-file.ts'
import { markDependents } from './staleness.ts'

const PERSONS_MAX = 50_000

export interface MemberSource {
  csv?: string | undefined
  _create_static_person_ids?: string[] | undefined
  query?: unknown
}

export interface Found {
  uuids: string[]
  /** Number of IDs in a file that match no person. */
  unknown?: number
}

export class StaticMembers {
  constructor(
    private readonly db: Database,
    private readonly clickHouse: ClickHouse,
  ) {}

  /** The members to put into a static cohort. @throws ApiError 400 for invalid sources */
  async read(team: ResolvedTeam, body: MemberSource, query: Record<string, unknown>): Promise<Found> {
    if (body.csv !== undefined) return this.ofCsv(team, body.csv)
    return { uuids: await this.readOthers(team, body, query) }
  }

  private async readOthers(team: ResolvedTeam, body: MemberSource, query: Record<string, unknown>): Promise<string[]> {
    if (body._create_static_person_ids) return this.existing(team, body._create_static_person_ids)
    const node = body.query ? readNode(body.query) : null
    const source =
      node?.kind === 'ActorsQuery' ? node.source : query.insight !== undefined ? actorSourceOf(query) : null
    if (node && node.kind !== 'ActorsQuery')
      throw errors.invalid('The query of a static cohort is an ActorsQuery.', 'query')
    if (!source && !node) return []
    const asker = await Asker.open({ db: this.db, reader: this.clickHouse.reader }, askingTeam(team), source ?? node)
    const tree = source ? await actorIds(source, asker) : null
    if (tree && tree.groupTypeIndex !== null) throw errors.invalid('Cohorts hold persons, not groups.', 'query')
    if (!tree) {
      const { results } = await runNode({ ...node!, select: ['id'], limit: PERSONS_MAX } as typeof node & object, asker)
      return (results as string[][]).map(([id]) => id!)
    }
    const { rows } = await asker.run(
      selectTemplate(
        `SELECT DISTINCT actor_id FROM {tree} WHERE actor_id IN (SELECT id FROM persons) LIMIT ${IDS_MAX}`,
        { tree: tree.tree },
      ),
    )
    return rows.map(([id]) => String(id))
  }

  private async ofCsv(team: ResolvedTeam, csv: string): Promise<Found> {
    const file = await readIdsOfCsv(csv)
    const { distinctIds, emails, personIds: uuids } = file
    const found = await findPersonsBy(this.db.$client, team.id, { distinctIds, emails, uuids })
    const known = new Set(found.map(({ value }) => value))
    const ids = [...file.all]
    const isKnown = (id: string) => known.has(id) || known.has(id.toLowerCase())
    // Without a header row that names an ID column, the table may be about anything.
    if (!file.hasHeader && !(file.isList ? ids.some(isKnown) : isKnown(ids[0]!))) throw unknownColumns()
    return { uuids: [...new Set(found.map(({ uuid }) => uuid))], unknown: ids.filter((id) => !isKnown(id)).length }
  }

  /** Those of the given IDs that are persons of the project. */
  existing(team: ResolvedTeam, ids: readonly string[]): Promise<string[]> {
    return existingPersons(
      this.db.$client,
      team.id,
      ids.filter((id) => isUuid(id)),
    )
  }

  async add(cohort: { id: number; teamId: number }, members: readonly string[]): Promise<void> {
    await addMembers(this.clickHouse.writer, cohort, members)
    await this.recount(cohort)
  }

  async recount(cohort: { id: number; teamId: number }): Promise<void> {
    const stores = memberStores(this.db, this.clickHouse)
    const count = await countMembers(stores, cohort, STATIC_VERSION)
    await this.db.$client.query(
      'UPDATE cohorts SET count = $3, last_calculation = now(), is_calculating = false WHERE team_id = $1 AND id = $2',
      [cohort.teamId, cohort.id, count],
    )
    await markDependents(this.db.$client, cohort.teamId, cohort.id)
  }
}
