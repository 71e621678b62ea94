import * as z from 'zod/mini'

const site = z
  .string()
  .check(
    z.regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1:\d+)$/, 'expected https:// and a host name, without a path'),
  )

/** How people may show that accounts are theirs. A stage without this has no such pages. */
export const claimSettingsSchema = z.object({
  /** A GitHub OAuth app of yours; its secret goes into Secrets Manager. Left out: people post a code instead. */
  github: z.optional(
    z.object({
      clientId: z.string().check(z.regex(/^[A-Za-z0-9._-]{8,64}$/, 'expected the client ID of an OAuth app')),
      /** Left out: https://github.com and https://api.github.com. */
      site: z.optional(site),
      api: z.optional(site),
    }),
  ),
  /** Emails with a link that are sent in an hour at most, all addresses together; 200 when left out. */
  mailsPerHour: z.optional(z.int().check(z.positive())),
})
/** One stage's settings. */
export type ClaimSettings = z.infer<typeof claimSettingsSchema>
