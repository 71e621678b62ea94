import type { Activity } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { authorOf, type Context, common, type Story } from './github-common.ts'
import { forkSchema, type Release, releaseSchema, type Sponsorship, sponsorshipSchema } from './github-shapes.ts'
import { markdownToText } from './markdown.ts'
import { oneLine, webUrl } from './text.ts'

/** Forks, releases and sponsorships. */

type Body = Record<string, unknown>
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

/** Somebody made a copy of the repository. GitHub does not tell when a copy is gone. */
export const fork = (body: Body, story: Story): Activity => {
  const forkee = readFields(forkSchema, body.forkee, 'forkee')
  const { repository, sender } = story.frame
  return {
    ...common(story, forkee.created_at ?? repository.updated_at ?? story.context.receivedAt, { deleted: false }),
    kind: 'reaction',
    reaction: 'fork',
    id: `fork:${forkee.id}`,
    author: authorOf(sender),
    target: { id: `repository:${repository.id ?? repository.full_name}` },
    ...compact({ url: webUrl(forkee.html_url) }),
  }
}

const RELEASED = new Set(['published', 'released', 'prereleased', 'created'])

/** Its publication has a time; of an edit newer payloads tell one, else the moment of arrival stands in. */
const clockOf = (release: Release, { action, context }: Story): Iso =>
  release.updated_at ?? (RELEASED.has(action) ? (release.published_at ?? release.created_at) : context.receivedAt)

/** What a release says of itself is a post of whoever published it: somebody who may write to the repository. */
export const release = (body: Body, story: Story): Normalised => {
  const told = readFields(releaseSchema, body.release, 'release')
  if (told.draft === true || !told.published_at) return ignored('release not published')
  const { action } = story
  const deleted = action === 'deleted' || action === 'unpublished'
  const at = clockOf(told, story)
  const title = oneLine(told.name) ?? oneLine(told.tag_name)
  const text = markdownToText(told.body ?? '')
  const id = `release:${told.id}`
  return {
    activities: [
      {
        ...common(story, at, { deleted, final: action === 'deleted', digest: stateDigest(title, text) }),
        kind: 'post',
        id,
        author: { role: 'staff', ...authorOf(told.author) },
        text,
        thread: compact({ id, title, url: webUrl(told.html_url), author: { id: authorOf(told.author).id } }),
        createdAt: told.published_at,
        ...compact({ title, url: webUrl(told.html_url), editedAt: action === 'edited' ? at : undefined }),
      },
    ],
  }
}

const isOurs = ({ sponsorable }: Sponsorship, { settings }: Context): boolean =>
  settings.repositories.some((pattern) => {
    const [owner] = pattern.toLowerCase().split('/')
    return owner === '*' || owner === sponsorable.login.toLowerCase()
  })

/** Changes of the amount and changes that are only announced leave the sponsorship as it is. */
const SPONSORED = new Set(['created', 'cancelled'])

/** An account gives money to one whose repositories are in the settings. When it ends, the moment of arrival stands in. */
export const sponsorship = (body: Body, action: string, context: Context): Normalised => {
  if (!SPONSORED.has(action)) return ignored(`action not mapped: sponsorship.${action}`)
  const told = readFields(sponsorshipSchema, body.sponsorship, 'sponsorship')
  if (!isOurs(told, context)) return ignored('account without a repository in the settings')
  const { sponsor, sponsorable } = told
  if (told.privacy_level === 'private' || !sponsor) return ignored('private sponsorship')
  const deleted = action === 'cancelled'
  return {
    activities: [
      {
        ...common({ context }, deleted ? context.receivedAt : told.created_at, { deleted }),
        kind: 'reaction',
        reaction: 'sponsor',
        id: `sponsor:${sponsorable.id}:${sponsor.id}`,
        author: authorOf(sponsor),
        target: { id: `account:${sponsorable.id}`, author: { id: sponsorable.id } },
        ...compact({ url: webUrl(sponsorable.html_url) }),
      },
    ],
  }
}
