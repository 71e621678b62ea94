import * as z from 'zod/mini'
import { type Activity, revisionOf } from '../domain/listen/activity.ts'
import { compact, idField, readFields, stateDigest, textField, timeField } from './fields.ts'
import type { Normalise, SourceContext } from './source.ts'
import { languageTag, oneLine, paragraphs, webUrl } from './text.ts'

/**
 * Trustpilot: reviews of the business and of its products. Nothing is signed, so what comes in is marked `unverified`, and
 * its ids are kept under the source's name: who found the address can speak for this source only.
 */

const consumerSchema = z.object({ id: idField, name: textField, link: textField })

const common = {
  id: idField,
  language: textField,
  stars: z.nullish(z.int().check(z.gte(0), z.lte(5))),
  createdAt: timeField,
  updatedAt: z.nullish(timeField),
  link: textField,
  /** Its `email`, which product reviews may have, is not read. */
  consumer: consumerSchema,
  tags: z.nullish(z.array(z.object({ value: textField }))),
}
const serviceSchema = z.object({ ...common, title: textField, text: textField })
const productSchema = z.object({
  ...common,
  content: textField,
  state: textField,
  product: z.nullish(z.object({ name: textField })),
})
const deliverySchema = z.object({
  events: z.array(z.object({ eventName: z.string(), eventData: z.record(z.string(), z.unknown()) })),
})

type Review = z.infer<typeof serviceSchema>
type Happened = 'created' | 'updated' | 'deleted'

/** A product review as if it were one of the service: its title is the product's name. */
const asReview = ({ content, product, ...review }: z.infer<typeof productSchema>): Review => ({
  ...review,
  title: product?.name,
  text: content,
})

const tagsOf = ({ stars, tags }: Review): string[] | undefined => {
  const named = [stars ? `stars-${stars}` : undefined, ...(tags ?? []).map(({ value }) => oneLine(value))]
  const known = named.filter((tag) => tag !== undefined)
  return known.length > 0 ? [...new Set(known)].slice(0, 50) : undefined
}

/**
 * The time of a change is not among the documented fields: without `updatedAt`, a change comes after the creation, and
 * later arrivals after earlier ones.
 */
const revision = (review: Review, happened: Happened, digest: string, receivedAt: string): string =>
  revisionOf({
    at: review.updatedAt ?? review.createdAt,
    since: happened === 'created' || review.updatedAt ? undefined : receivedAt,
    deleted: happened === 'deleted',
    final: happened === 'deleted',
    digest,
  })

const post = (sort: string, review: Review, happened: Happened, { source, receivedAt }: SourceContext): Activity => {
  const id = `${sort}:${review.id}`
  const title = oneLine(review.title)
  const text = paragraphs(review.text ?? '')
  const url = webUrl(review.link)
  const tags = tagsOf(review)
  const { consumer } = review
  const author = compact({ id: consumer.id, name: oneLine(consumer.name), url: webUrl(consumer.link) })
  return {
    kind: 'post',
    source,
    platform: source,
    id,
    at: review.updatedAt ?? review.createdAt,
    revision: revision(review, happened, stateDigest(title, text, tags), receivedAt),
    ...(happened === 'deleted' ? { deleted: true } : {}),
    author,
    text,
    thread: compact({ id, title, url, author: { id: author.id } }),
    createdAt: review.createdAt,
    ...compact({
      title,
      url,
      tags,
      language: languageTag(review.language),
      editedAt: happened === 'updated' ? (review.updatedAt ?? receivedAt) : undefined,
    }),
  }
}

type Reader = (data: unknown, under: string, happened: Happened, context: SourceContext) => Activity | undefined

const service: Reader = (data, under, happened, context) =>
  post('service-review', readFields(serviceSchema, data, under), happened, context)

/** Only what is published is there for everybody; a review that is published no longer is gone. */
const product: Reader = (data, under, happened, context) => {
  const review = readFields(productSchema, data, under)
  const shown = !review.state || review.state === 'published'
  if (!shown && happened === 'created') return undefined
  return post('product-review', asReview(review), shown ? happened : 'deleted', context)
}

const EVENTS: Record<string, [Reader, Happened]> = {
  'service-review-created': [service, 'created'],
  'service-review-updated': [service, 'updated'],
  'service-review-deleted': [service, 'deleted'],
  'product-review-created': [product, 'created'],
  'product-review-updated': [product, 'updated'],
  'product-review-deleted': [product, 'deleted'],
}

/** Deliveries of Trustpilot as activities; each may hold several events. */
export const normaliseTrustpilot: Normalise<'trustpilot'> = (body, context) => {
  const { events } = readFields(deliverySchema, body)
  const activities = events.flatMap(({ eventName, eventData }, at) => {
    const [read, happened] = (Object.hasOwn(EVENTS, eventName) ? EVENTS[eventName] : undefined) ?? []
    return (read && happened && read(eventData, `events.${at}.eventData`, happened, context)) ?? []
  })
  if (activities.length > 0) return { activities }
  const names = [...new Set(events.map(({ eventName }) => oneLine(eventName, 60) ?? 'none'))].slice(0, 5)
  return { activities, ignored: names.length > 0 ? `nothing to read in: ${names.join(', ')}` : 'no events' }
}
