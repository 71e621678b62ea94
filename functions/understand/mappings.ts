import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import { readMapping } from '../../shared/domain/listen/mapping/read.ts'
import { sayProblem } from '../../shared/domain/respond/problems.ts'
import { isBelieved } from '../../shared/domain/time.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { exactJson } from '../../shared/sources/json.ts'

/** How long a mapping is believed before it is read again, in milliseconds. */
const TTL = 60_000

/** A mapping as it is kept, ready for use. It was checked when it was put; a later Earshot may know better. */
const compiled = (source: string, json: string | undefined): Mapping | undefined => {
  if (json === undefined) return undefined
  const read = readMapping(exactJson(json))
  if ('mapping' in read) return read.mapping
  throw new MalformedDeliveryError(
    'mapping',
    `that of the source "${source}" does not hold any more: ${read.problems.map(sayProblem).join('; ')}`,
  )
}

/**
 * The mappings of sources, read at most once a minute each: a change needs no deployment.
 * @param read the JSON of a source's mapping; undefined when there is none
 * @param now milliseconds since the epoch
 */
export const cachedMappings = (
  read: (source: string) => Promise<string | undefined>,
  now: () => number,
): ((source: string) => Promise<Mapping | undefined>) => {
  const known = new Map<string, { value: Promise<Mapping | undefined>; until: number }>()
  return (source) => {
    const hit = known.get(source)
    if (hit && isBelieved(hit.until, TTL, now())) return hit.value
    const value = read(source).then((json) => compiled(source, json))
    known.set(source, { value, until: now() + TTL })
    value.catch((error: unknown) => {
      // What cannot be read now may be there the next moment; what is wrong stays so until somebody puts another one.
      if (!(error instanceof MalformedDeliveryError) && known.get(source)?.value === value) known.delete(source)
    })
    return value
  }
}
