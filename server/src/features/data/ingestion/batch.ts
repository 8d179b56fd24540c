/**
 * Turns records of the event log into rows and changes, in one PostgreSQL transaction per batch. Nothing outside the
 * transaction changes before it commits, so a failed batch can simply be retried.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import { type JsonObject, stringifyJson, toStorableText } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { groupTypeNames } from '../../people/groups/index.ts'
import { noteIngested, type ProjectOfToken, projectsOfTokens } from '../../workspace/organizations/index.ts'
import type { CapturedEvent, EventsRecord, ReplayRecord } from '../capture/index.ts'
import { Counters, type DeadLetter, hourOf, saveCounters, saveDeadLetters, saveWarnings } from './bookkeeping.ts'
import { type DefinitionCollector, DefinitionRepository } from './definition-repository.ts'
import type { DefinitionSink } from './definitions.ts'
import type { GeoIp } from './geoip.ts'
import { saveGroups } from './group-repository.ts'
import { GroupStore } from './group-store.ts'
import type { Override } from './identity.ts'
import { loadIdentities, saveIdentities, type TouchedIds } from './identity-repository.ts'
import { EVENT_BYTES_MAX, EVENT_PROPERTIES_MAX } from './limits.ts'
import { countRows, type Outbox, type OutboxBatch, type OutboxLine } from './outbox.ts'
import type { DeadLetterReason } from './outcomes.ts'
import { type EventRow, type ProjectBatch, type ProjectSettings, processEvent, touchedIds } from './pipeline.ts'
import { type SeenEvents, seenKey } from './seen-events.ts'
import { eventTime, formatMicros } from './timestamp.ts'
import { type Warning, WarningThrottle } from './warnings.ts'

/** A decoded record of the log, or one that cannot be decoded. */
export type ReadRecord =
  | { sequence: number; record: EventsRecord | ReplayRecord }
  | { sequence: number; damage: string; reason: DeadLetterReason; body: string }

/**
 * Stores recording uploads. Files are written first; the rows that name them follow in the batch's transaction, for projects
 * that still exist. `save` resolves with the outcome of each upload and its project.
 */
export type ReplaySink = (uploads: readonly { project: ProjectOfToken; record: ReplayRecord }[]) => Promise<{
  save(
    client: PoolClient,
    isAlive: (teamId: number) => boolean,
  ): Promise<(readonly [teamId: number, outcome: string])[]>
}>

export interface BatchDependencies {
  pool: Pool
  reader: ClickHouseClient
  /** ID of the event log that the records come from. */
  logId: string
  outbox: Outbox
  seen: SeenEvents
  geoIp: GeoIp | null
  storeReplays: ReplaySink
  now: () => number
}

/** Event names by project. */
export type EventNames = ReadonlyMap<number, ReadonlySet<string>>

export interface BatchResult {
  outbox: OutboxBatch
  stored: number
  names: EventNames
}

interface Item {
  sequence: number
  position: number
  teamId: number
  captured: CapturedEvent
  request: EventsRecord
}

/** Positions of events that a store refused on their own: `sequence:position` -> error. */
export type Poison = ReadonlyMap<string, string>

/** The place of a recording upload in `Poison`. */
export const replayKey = (sequence: number) => `${sequence}:-1`

const isLate = ({ untilSequence }: ProjectOfToken, sequence: number) =>
  untilSequence !== null && sequence > untilSequence

/** Rolls a rehearsal back. */
class RehearsalOver extends Error {}

export class BatchProcessor {
  private readonly definitions = new DefinitionRepository()
  private readonly throttle = new WarningThrottle()
  private lastCreatedAt = 0

  constructor(private readonly deps: BatchDependencies) {}

  /**
   * Processes records up to and including the last one, and commits the result to PostgreSQL and the outbox.
   * @param poison events to set aside as dead letters
   * @throws the store's error when the batch could not be committed; nothing has changed then
   */
  async process(records: readonly ReadRecord[], poison: Poison = new Map()): Promise<BatchResult> {
    return (await this.findCommitted(records[0]!.sequence)) ?? this.run(records, poison, false)
  }

  /**
   * The result of an earlier attempt whose commit succeeded although its confirmation was lost. Its outbox file must not be
   * written again: the rows would be computed from a state that already contains them.
   */
  private async findCommitted(firstSequence: number): Promise<BatchResult | null> {
    const { rows } = await this.deps.pool.query<OutboxLine>(
      `SELECT ${OUTBOX_LINE} FROM ingestion_outbox WHERE log = $1 AND first_sequence = $2`,
      [this.deps.logId, firstSequence],
    )
    if (!rows[0]) return null
    const { outbox, stored, names } = await loadCommitted(this.deps.outbox, rows[0])
    await this.deps.seen.add(stored, this.deps.now())
    return { outbox, stored: stored.length, names }
  }

  /**
   * Does everything that `process` does, then rolls it back.
   * @returns the error that `process` would throw, or null
   */
  async rehearse(records: readonly ReadRecord[], poison: Poison): Promise<Error | null> {
    try {
      await this.run(records, poison, true)
      return null
    } catch (error) {
      return error instanceof RehearsalOver ? null : (error as Error)
    }
  }

  private async run(records: readonly ReadRecord[], poison: Poison, isRehearsal: boolean): Promise<BatchResult> {
    const now = this.deps.now()
    const firstSequence = records[0]!.sequence
    const lastSequence = records.at(-1)!.sequence
    const definitions: DefinitionCollector[] = []
    const replays = await this.writeReplays(records, poison)
    const result = await inTransaction(this.deps.pool, async (client) => {
      const counters = new Counters()
      const deadLetters: DeadLetter[] = []
      const warnings: Warning[] = []
      const projects = await this.loadProjects(client, records)
      const items = this.sort(records, projects, poison, counters, deadLetters)
      const fresh = await this.dropRepeated(items, now, counters)
      const rows: OutboxBatch['rows'] = { events: [], person_distinct_id_overrides: [] }
      const stored: Buffer[] = []
      const names = new Map<number, Set<string>>()
      for (const [teamId, own] of groupByTeam(fresh)) {
        const project = projects.get(teamId)!
        const collector = this.definitions.collect(teamId, hourOf(now), project.definitionsForgotten)
        const batch = await this.openProject(client, project, own, warnings, now, collector)
        for (const item of own) this.processOne(item, batch, counters, deadLetters)
        await saveProject(client, batch, collector)
        definitions.push(collector)
        names.set(teamId, new Set(batch.rows.map((row) => row.event)))
        for (const row of batch.rows) {
          rows.events.push(JSON.stringify(row))
          stored.push(seenKey(teamId, row.uuid))
        }
        for (const override of batch.identities.newOverrides())
          rows.person_distinct_id_overrides.push(overrideRow(teamId, override))
      }
      const replayed = await replays?.save(client, (teamId) => projects.has(teamId))
      for (const [teamId, outcome] of replayed ?? []) counters.add(teamId, outcome)
      await saveWarnings(client, warnings)
      await saveDeadLetters(client, this.deps.logId, deadLetters)
      await saveCounters(client, counters, now)
      if (isRehearsal) throw new RehearsalOver()
      const outbox: OutboxBatch = { log: this.deps.logId, firstSequence, lastSequence, rows }
      if (countRows(rows) > 0) await this.deps.outbox.save(outbox)
      await client.query(
        'INSERT INTO ingestion_outbox (log, first_sequence, last_sequence, rows) VALUES ($1, $2, $3, $4)',
        [outbox.log, firstSequence, lastSequence, countRows(rows)],
      )
      return { outbox, stored, names }
    })
    for (const collector of definitions) collector.remember()
    await this.deps.seen.add(result.stored, now)
    return { outbox: result.outbox, stored: result.stored.length, names: result.names }
  }

  /** Writes the files of recording uploads, before the transaction begins. Null if there are none. */
  private async writeReplays(records: readonly ReadRecord[], poison: Poison) {
    const own = records.filter(
      (read) => 'record' in read && read.record.kind === 'replay' && !poison.has(replayKey(read.sequence)),
    )
    if (own.length === 0) return null
    const projects = await this.loadProjects(this.deps.pool, own)
    const uploads = own.flatMap(({ sequence, ...read }) => {
      if (!('record' in read) || read.record.kind !== 'replay') return []
      const project = projects.get(read.record.token)
      return project && !isLate(project, sequence) ? [{ project, record: read.record }] : []
    })
    return this.deps.storeReplays(uploads)
  }

  private async loadProjects(
    client: Pool | PoolClient,
    records: readonly ReadRecord[],
  ): Promise<Map<number | string, ProjectOfToken>> {
    const tokens = new Set(records.flatMap((read) => ('record' in read ? [read.record.token] : [])))
    const found = await projectsOfTokens(client, [...tokens].map(toStorableText))
    // By token to find a record's project, by ID for later steps.
    return new Map(
      found.flatMap(
        (project) =>
          [
            [project.token, project],
            [project.id, project],
          ] as [number | string, ProjectOfToken][],
      ),
    )
  }

  private sort(
    records: readonly ReadRecord[],
    projects: Map<number | string, ProjectOfToken>,
    poison: Poison,
    counters: Counters,
    deadLetters: DeadLetter[],
  ): Item[] {
    const items: Item[] = []
    for (const read of records) {
      const { sequence } = read
      if ('damage' in read) {
        deadLetters.push({
          teamId: null,
          sequence,
          position: -1,
          reason: read.reason,
          detail: read.damage,
          event: null,
          distinctId: null,
          body: read.body,
        })
        counters.add(0, `dead_letter:${read.reason}`)
        continue
      }
      const project = projects.get(read.record.token)
      if (!project || isLate(project, sequence)) {
        counters.add(0, 'dropped:unknown_token', read.record.kind === 'events' ? read.record.events.length : 1)
        continue
      }
      if (read.record.kind === 'replay') {
        const refused = poison.get(replayKey(sequence))
        if (refused) this.setUploadAside(project.id, sequence, read.record, refused, counters, deadLetters)
        continue
      }
      const request = read.record
      request.events.forEach((captured, position) => {
        const item: Item = { sequence, position, teamId: project.id, captured, request }
        const problem = this.findProblem(item, poison)
        if (!problem) items.push(item)
        else this.setAside(item, problem.reason, problem.detail, counters, deadLetters)
      })
    }
    return items
  }

  private setUploadAside(
    teamId: number,
    sequence: number,
    { sessionId, distinctId, windowId, uuid }: ReplayRecord,
    detail: string,
    counters: Counters,
    deadLetters: DeadLetter[],
  ): void {
    const reason = 'refused_by_postgres'
    const body = stringifyJson({ uuid, sessionId, windowId })
    deadLetters.push({ teamId, sequence, position: -1, reason, detail, event: '$snapshot', distinctId, body })
    counters.add(teamId, `dead_letter:${reason}`)
  }

  private findProblem(
    { sequence, position, captured }: Item,
    poison: Poison,
  ): { reason: DeadLetterReason; detail: string } | null {
    const refused = poison.get(`${sequence}:${position}`)
    if (refused) return { reason: 'refused_by_postgres', detail: refused }
    const leaves = countLeaves(captured.properties, EVENT_PROPERTIES_MAX)
    if (leaves > EVENT_PROPERTIES_MAX)
      return { reason: 'too_many_properties', detail: `more than ${EVENT_PROPERTIES_MAX} properties` }
    return null
  }

  private setAside(
    item: Item,
    reason: DeadLetterReason,
    detail: string,
    counters: Counters,
    deadLetters: DeadLetter[],
  ): void {
    const { teamId, sequence, position, captured } = item
    deadLetters.push({
      teamId,
      sequence,
      position,
      reason,
      detail,
      event: captured.event,
      distinctId: captured.distinct_id,
      body: stringifyJson(captured),
    })
    counters.add(teamId, `dead_letter:${reason}`)
  }

  /** Drops events that were stored before or occur twice in the batch. The first one stays. */
  private async dropRepeated(items: Item[], now: number, counters: Counters): Promise<Item[]> {
    const keys = items.map((item) => seenKey(item.teamId, item.captured.uuid))
    const seen = this.deps.seen.find(keys, now)
    const proven = this.deps.seen.provenTime(now)
    const old = items.filter(
      (item, index) =>
        !seen.has(keys[index]!.toString('latin1')) && eventTime(item.captured, item.request).micros < proven,
    )
    for (const [teamId, own] of groupByTeam(old)) {
      for (const uuid of await this.findStored(teamId, own)) seen.add(seenKey(teamId, uuid).toString('latin1'))
    }
    return items.filter((item, index) => {
      const key = keys[index]!.toString('latin1')
      if (seen.has(key)) {
        counters.add(item.teamId, 'dropped:duplicate')
        return false
      }
      seen.add(key)
      return true
    })
  }

  private async findStored(teamId: number, items: Item[]): Promise<string[]> {
    const days = new Set(items.map((item) => formatMicros(eventTime(item.captured, item.request).micros).slice(0, 10)))
    const answer = await this.deps.reader.query({
      query: `SELECT DISTINCT toString(uuid) AS uuid FROM events
              WHERE team_id = {team:UInt32} AND toDate(timestamp) IN {days:Array(Date)} AND uuid IN {uuids:Array(UUID)}`,
      query_params: { team: teamId, days: [...days], uuids: items.map((item) => item.captured.uuid) },
      format: 'JSONEachRow',
    })
    return (await answer.json<{ uuid: string }>()).map((row) => row.uuid)
  }

  private async openProject(
    client: PoolClient,
    project: ProjectSettings,
    items: Item[],
    warnings: Warning[],
    now: number,
    definitions: DefinitionSink,
  ): Promise<ProjectBatch> {
    const touched: TouchedIds = { all: new Set(), merged: new Set() }
    for (const { captured } of items) {
      const { own, other } = touchedIds(captured)
      touched.all.add(own)
      if (other === null) continue
      touched.all.add(other)
      touched.merged.add(own).add(other)
    }
    const identities = await loadIdentities(client, project.id, touched)
    const types = await groupTypeNames(client, project.id)
    // Later batches replace what earlier ones stored, so the time must never go backwards.
    this.lastCreatedAt = Math.max(this.lastCreatedAt, now * 1000)
    return {
      project,
      identities,
      groups: new GroupStore(new Map(types.map(({ name, index }) => [name, index]))),
      geoIp: this.deps.geoIp,
      createdAt: formatMicros(this.lastCreatedAt),
      rows: [],
      definitions,
      warn: (type, details, key) => {
        const warning: Warning = { teamId: project.id, type, details }
        if (this.throttle.allows(warning, key)) warnings.push(warning)
      },
    }
  }

  private processOne(item: Item, batch: ProjectBatch, counters: Counters, deadLetters: DeadLetter[]): void {
    const rowsBefore = batch.rows.length
    try {
      const reason = processEvent(item.captured, item.request, batch)
      if (reason) {
        counters.add(item.teamId, `dropped:${reason}`)
        return
      }
      const row = batch.rows[rowsBefore]!
      if (row.properties.length + row.person_properties.length > EVENT_BYTES_MAX) {
        batch.rows.length = rowsBefore
        batch.warn(
          'message_size_too_large',
          { eventUuid: item.captured.uuid, distinctId: item.captured.distinct_id },
          item.captured.uuid,
        )
        this.setAside(item, 'too_large', `more than ${EVENT_BYTES_MAX} bytes`, counters, deadLetters)
        return
      }
      counters.add(item.teamId, 'stored')
    } catch (error) {
      batch.rows.length = rowsBefore
      this.setAside(item, 'processing_failed', (error as Error).message, counters, deadLetters)
    }
  }
}

async function saveProject(client: PoolClient, batch: ProjectBatch, definitions: DefinitionCollector): Promise<void> {
  await saveIdentities(client, batch.identities)
  await saveGroups(client, batch.project.id, batch.groups)
  await definitions.save(client)
  if (batch.rows.length > 0) await noteIngested(client, batch.project.id)
}

/** Columns of `ingestion_outbox` as an OutboxLine. */
export const OUTBOX_LINE = 'log, first_sequence AS "firstSequence", last_sequence AS "lastSequence", rows'

/**
 * A committed batch from its outbox file, with the keys of its events.
 * @throws OutboxDamaged
 */
export async function loadCommitted(
  outbox: Outbox,
  line: OutboxLine,
): Promise<{ outbox: OutboxBatch; stored: Buffer[]; names: EventNames }> {
  const batch = await outbox.load(line)
  const rows = batch.rows.events.map((text) => JSON.parse(text) as EventRow)
  const names = new Map<number, Set<string>>()
  for (const { team_id: teamId, event } of rows) names.set(teamId, (names.get(teamId) ?? new Set()).add(event))
  return { outbox: batch, stored: rows.map((row) => seenKey(row.team_id, row.uuid)), names }
}

function overrideRow(teamId: number, { distinctId, personUuid, version }: Override): string {
  return JSON.stringify({ team_id: teamId, distinct_id: distinctId, person_id: personUuid, version })
}

function groupByTeam(items: Item[]): Map<number, Item[]> {
  const teams = new Map<number, Item[]>()
  for (const item of items) {
    const own = teams.get(item.teamId)
    if (own) own.push(item)
    else teams.set(item.teamId, [item])
  }
  return teams
}

/** Number of values in a JSON tree; stops counting past the limit. */
function countLeaves(object: JsonObject, limit: number): number {
  let leaves = 0
  const stack: unknown[] = [object]
  while (stack.length > 0 && leaves <= limit) {
    const value = stack.pop()
    if (typeof value !== 'object' || value === null) {
      leaves += 1
      continue
    }
    for (const key in value) {
      const item = (value as Record<string, unknown>)[key]
      if (typeof item === 'object' && item !== null) stack.push(item)
      else leaves += 1
      if (leaves > limit) break
    }
  }
  return leaves
}
