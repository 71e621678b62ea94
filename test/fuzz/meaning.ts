import { takeInside } from '../../functions/listen/insider.ts'
import { activitySchema } from '../../shared/domain/listen/activity.ts'
import { type Delivery, deliverySchema } from '../../shared/domain/listen/delivery.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { readAnyFeed } from '../../shared/sources/feed-read.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { readSitemap } from '../../shared/sources/sitemap-read.ts'
import { NOW, withLog } from '../support/door.ts'
import type { Request } from './request.ts'
import { mappings, PLATFORMS, SOURCES_OF_FUZZ } from './world.ts'

/** What a body came to behind the door. `wrong` says what must not be. */
export type Meaning = { meaning: 'activities' | 'ignored' | 'malformed' | 'none'; wrong?: string }

const problemOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}: ${error.message.slice(0, 300)} ${error.stack?.split('\n')[1]}`
    : String(error)

const readFrom = (request: Request): Delivery => ({
  v: 1,
  id: 'd',
  source: request.source,
  receivedAt: new Date(NOW).toISOString(),
  headers: Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
})

const wrongWith = (activity: unknown, source: string): string | undefined => {
  const checked = activitySchema.safeParse(activity)
  if (!checked.success) return `an activity that is none: ${checked.error.issues[0]?.path.join('.')}`
  const { platform } = checked.data
  if (platform !== (PLATFORMS[source] ?? source)) return `speaks for ${platform}`
  return checked.data.source === source ? undefined : `speaks for ${checked.data.source}`
}

/** Reads a body as the worker does, whether the door took it or not. */
export const meaningOf = (request: Request): Meaning => {
  const { source, body } = request
  if (!Object.hasOwn(SOURCES_OF_FUZZ, source)) return { meaning: 'none' }
  try {
    const { activities, ignored } = normaliseDelivery(readFrom(request), body, SOURCES_OF_FUZZ, mappings[source])
    const wrong = activities.map((activity) => wrongWith(activity, source)).find((one) => one !== undefined)
    if (wrong) return { meaning: 'activities', wrong }
    if (activities.length > 0) return { meaning: 'activities' }
    return ignored === undefined
      ? { meaning: 'ignored', wrong: 'neither activities nor a reason' }
      : { meaning: 'ignored' }
  } catch (error) {
    if (error instanceof MalformedDeliveryError) return { meaning: 'malformed' }
    return { meaning: 'malformed', wrong: problemOf(error) }
  }
}

/** Puts a body through the door of sources within the account. @returns what is wrong, if something is */
export const insideWrong = async ({ source, body }: Request): Promise<string | undefined> => {
  const queue: Delivery[] = []
  const text = body.toString('utf8')
  try {
    await withLog(() =>
      takeInside(
        source,
        { id: '0b1c2d3e-0000-4000-8000-000000000000', body: text },
        {
          sources: SOURCES_OF_FUZZ,
          enqueue: async (message) => void queue.push(deliverySchema.parse(JSON.parse(message))),
          archive: async () => undefined,
          now: () => NOW,
        },
      ),
    )
    return queue.length === 1 && queue[0]?.source === source ? undefined : 'lost within the account'
  } catch (error) {
    return problemOf(error)
  }
}

/** Reads documents that are asked for. @returns what is wrong, if something is */
export const documentWrong = (body: Buffer, kind: 'feed' | 'sitemap'): string | undefined => {
  try {
    if (kind === 'sitemap') readSitemap(body, 'application/xml')
    else readAnyFeed(body, { contentType: 'application/xml', url: 'https://blog.example/feed.xml' })
    return undefined
  } catch (error) {
    return error instanceof MalformedDeliveryError ? undefined : problemOf(error)
  }
}
