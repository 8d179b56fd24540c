/** Locates addresses with a MaxMind City database that the operator supplies. */
import fs from 'node:fs'
import { type CityResponse, open, type Reader } from 'maxmind'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'

export type GeoIp = Pick<Reader<CityResponse>, 'get'>

/** How often to check the file for an update. */
const LOOK_MS = 5_000

/** The operator's database, reloaded whenever the file changes. */
export class GeoIpFile implements GeoIp {
  private readonly looking: NodeJS.Timeout

  /** @param version version of the file from which the database was loaded */
  private constructor(
    private readonly file: string,
    private database: GeoIp,
    private version: string,
    private readonly logger: Logger,
    lookMs: number,
  ) {
    this.looking = setInterval(() => void this.readWhenChanged(), lookMs).unref()
  }

  /** @throws Error when the file is missing or not a database */
  static async open(file: string, logger: Logger, lookMs = LOOK_MS): Promise<GeoIpFile> {
    // Taken before the file is read, so that a file that is replaced meanwhile is read again.
    const version = await versionOf(file)
    return new GeoIpFile(file, await open<CityResponse>(file), version, logger, lookMs)
  }

  get(ip: string): CityResponse | null {
    return this.database.get(ip)
  }

  close(): void {
    clearInterval(this.looking)
  }

  /** If the file cannot be read, for instance because it is still being copied, the loaded database stays in use. */
  private async readWhenChanged(): Promise<void> {
    const version = await versionOf(this.file).catch(() => this.version)
    if (version === this.version) return
    this.version = version
    try {
      this.database = await open<CityResponse>(this.file)
    } catch (error) {
      const { file, logger } = this
      logger.warn({ err: error, file }, 'the GeoIP database could not be read again; the last one stays in use')
    }
  }
}

/** Changes whenever the file changes. */
async function versionOf(file: string): Promise<string> {
  const { ino, size, mtimeMs } = await fs.promises.stat(file)
  return `${ino} ${size} ${mtimeMs}`
}

function geoFields(city: CityResponse): Record<string, string | number | undefined> {
  const [first, second] = city.subdivisions ?? []
  return {
    city_name: city.city?.names?.en,
    city_confidence: city.city?.confidence,
    subdivision_1_code: first?.iso_code,
    subdivision_1_name: first?.names?.en,
    subdivision_2_code: second?.iso_code,
    subdivision_2_name: second?.names?.en,
    country_name: city.country?.names?.en,
    country_code: city.country?.iso_code,
    continent_name: city.continent?.names?.en,
    continent_code: city.continent?.code,
    postal_code: city.postal?.code,
    latitude: city.location?.latitude,
    longitude: city.location?.longitude,
    accuracy_radius: city.location?.accuracy_radius,
    time_zone: city.location?.time_zone,
  }
}

/**
 * Adds `$geoip_…` to an event, `$set` and `$set_once`. If the database lacks a value for a known address, the value becomes
 * null on the person, which removes stale values, and stays absent from the event.
 */
export function addGeoIp(properties: JsonObject, geoIp: GeoIp | null): void {
  if (!geoIp || typeof properties.$ip !== 'string' || properties.$geoip_disable) return
  let city: CityResponse | null
  try {
    city = geoIp.get(properties.$ip)
  } catch {
    return
  }
  if (!city) return
  const set: JsonObject = isJsonObject(properties.$set) ? properties.$set : {}
  const setOnce: JsonObject = isJsonObject(properties.$set_once) ? properties.$set_once : {}
  for (const [name, value] of Object.entries(geoFields(city))) {
    if (value !== undefined) properties[`$geoip_${name}`] = value
    set[`$geoip_${name}`] = value ?? null
    setOnce[`$initial_geoip_${name}`] = value ?? null
  }
  properties.$set = set
  properties.$set_once = setOnce
}
