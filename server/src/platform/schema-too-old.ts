/** A schema that can no longer be migrated. */

/** The last commit whose migrations bring an installation from before 0.1.0 to the point where the current ones continue. */
const LAST_COMMIT_WITH_FORMER_MIGRATIONS = 'ce1b0a0'

/** The migrations from before 0.1.0 were squashed into one, and a store had not applied all of them. */
export class SchemaTooOld extends Error {
  constructor(store: 'PostgreSQL' | 'ClickHouse') {
    super(
      `The tables in ${store} are from a development version before 0.1.0 and cannot be updated by this version. ` +
        `Start commit ${LAST_COMMIT_WITH_FORMER_MIGRATIONS} once with this data, then start this version again. ` +
        'Or begin with an empty data folder (HEDGEROW_DATA_DIR).',
    )
  }
}
