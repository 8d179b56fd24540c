/** Where an address is, from a MaxMind City database that the operator supplies. */
import { type CityResponse, open, type Reader } from 'maxmind'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'

export type GeoIp = Pick<Reader<CityResponse>, 'get'>

/** Opens the database; null without one. */
export async function openGeoIp(file: string | undefined): Promise<GeoIp | null> {
  return file ? open<CityResponse>(file, { watchForUpdates: true }) : null
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
