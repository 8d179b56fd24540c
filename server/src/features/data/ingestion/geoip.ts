/** Where an address is, from a MaxMind City database that the operator supplies. */
import fs from 'node:fs'
import { type CityResponse, open, type Reader } from 'maxmind'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'

export type GeoIp = Pick<Reader<CityResponse>, 'get'>

/** How often the file is looked at for an update. */
const LOOK_MS = 5_000

/** The operator's database, read again whenever the file changes. */
export class GeoIpFile implements GeoIp {
  private constructor(
    private readonly file: string,
    private database: GeoIp,
    private readonly logger: Logger,
    lookMs: number,
  ) {
    fs.watchFile(file, { interval: lookMs, persistent: false }, this.onChange)
  }

  /** @throws Error when the file is not there or is no database */
  static async open(file: string, logger: Logger, lookMs = LOOK_MS): Promise<GeoIpFile> {
    return new GeoIpFile(file, await open<CityResponse>(file), logger, lookMs)
  }

  get(ip: string): CityResponse | null {
    return this.database.get(ip)
  }

  close(): void {
    fs.unwatchFile(this.file, this.onChange)
  }

  private readonly onChange = (): void => void this.reload()

  /** What cannot be read, for instance because it is still being copied, does not replace what can. */
  private async reload(): Promise<void> {
    try {
      this.database = await open<CityResponse>(this.file)
    } catch (error) {
      this.logger.warn(
        { err: error, file: this.file },
        'the GeoIP database could not be read again; the last one stays in use',
      )
    }
  }
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
 * Adds `$geoip_…` to an event, `$set` and `$set_once`. What the database does not know about a known address becomes
 * null on the person, so that stale values go away, and stays absent from the event.
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
