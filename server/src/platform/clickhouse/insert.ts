/** Inserts rows that are already JSON, so that the same text can go to a file and to ClickHouse. */
import { Readable } from 'node:stream'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'

/** Keeps property values as they were sent: no dates are guessed, and dots in names do not nest. */
const JSON_SETTINGS: ClickHouseSettings = {
  json_type_escape_dots_in_keys: 1,
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  input_format_json_try_infer_numbers_from_strings: 0,
  input_format_json_infer_array_of_dynamic_from_array_of_different_types: 1,
  type_json_skip_duplicated_paths: 1,
  input_format_parallel_parsing: 0,
}

/** @param lines one JSON object each */
export async function insertLines(
  writer: ClickHouseClient,
  table: string,
  lines: readonly string[],
  settings: ClickHouseSettings = {},
): Promise<void> {
  const { stream } = await writer.exec({
    query: `INSERT INTO ${table} FORMAT JSONEachRow`,
    values: Readable.from([Buffer.from(lines.join('\n'))], { objectMode: false }),
    clickhouse_settings: { ...JSON_SETTINGS, ...settings },
  })
  for await (const _chunk of stream) {
    // The answer is empty; reading it to the end frees the connection.
  }
}
