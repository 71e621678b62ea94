import * as z from 'zod/mini'
import { moment } from './asks.ts'

const several = <S extends z.ZodMiniType>(item: S) =>
  z._default(z.array(item).check(z.maxLength(20, 'expected at most 20')), [])

/** A campaign as somebody puts it: at least one thing to know its mentions by, and an end after its beginning. */
export const campaignBody = z
  .strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(200)),
    hashtags: several(
      z.string().check(z.regex(/^#?[\p{L}\p{M}\p{N}_]{2,50}$/u, 'expected a hashtag such as springsale')),
    ),
    links: several(
      z
        .string()
        .check(
          z.maxLength(500),
          z.regex(/^https?:\/\/[^\s]+$/i, 'expected an address such as https://example.com/sale'),
        ),
    ),
    utm: several(z.string().check(z.minLength(1), z.maxLength(100))),
    from: moment,
    to: moment,
  })
  .check(
    z.refine(({ from, to }) => from < to, 'expected `to` after `from`'),
    z.refine(
      ({ hashtags, links, utm }) => hashtags.length + links.length + utm.length > 0,
      'expected at least one of `hashtags`, `links` and `utm`',
    ),
  )
