import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { guideOf, snippetOf, TYPES } from '../../../../local/cli/source/guides/index.ts'
import { sourcesSchema } from '../../../../shared/domain/listen/source-settings.ts'
import { verifications } from '../../../../shared/sources/verification.ts'

/** What a platform's page calls its events, where it does not call them as its deliveries do. */
const LABELS: Record<string, string> = {
  ...{ topic_created: 'Topic event', post_created: 'Post event', user_created: 'User event', post_liked: 'Like event' },
  ...{
    accepted_solution: 'Solved event',
    user_badge_granted: 'User badge event',
    user_promoted: 'User promoted event',
  },
  ...{ chat_message_created: 'Chat message event', issues: 'Issues', issue_comment: 'Issue comments', star: 'Stars' },
  ...{ discussion: 'Discussions', discussion_comment: 'Discussion comments', fork: 'Forks', release: 'Releases' },
  ...{ sponsorship: 'Sponsorships', LOBBY_MESSAGE_CREATE: 'Lobby Message Create' },
  ...{ LOBBY_MESSAGE_UPDATE: 'Lobby Message Update', LOBBY_MESSAGE_DELETE: 'Lobby Message Delete' },
  ...{ 'order.created': 'Order created', 'order.updated': 'Order updated', 'order.restored': 'Order restored' },
  ...{ 'order.deleted': 'Order deleted', 'customer.created': 'Customer created', 'user.created': 'User created' },
}
/** Types whose part of docs/sources.md has a table of events, and what that part is called. */
const SECTIONS = [
  ...(['Discourse', 'GitHub', 'Slack', 'Discord', 'Mastodon', 'Shopify', 'Stripe', 'X', 'Intercom'] as const),
  ...(['Trustpilot', 'WooCommerce', 'Zendesk'] as const),
]

describe('what the guides say to tick', () => {
  const docs = readFileSync(new URL('../../../../docs/sources.md', import.meta.url), 'utf8')

  it.each(SECTIONS)('has every event that is read, by its name or its first of a group: %s', (section) => {
    const type = TYPES.find((one) => one === section.toLowerCase())
    if (!type) throw new Error(`There is no type for ${section}.`)
    const { events = [], note = '' } = guideOf(type)
    const [, part = ''] = docs.split(`\n## ${section}\n`)
    const rows = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
    const read = rows.filter((row) => !row.includes('acknowledged and ignored')).map((row) => row.split(' | ')[0] ?? '')
    const told = read.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    expect(told.length).toBeGreaterThan(2)
    const grouped = Object.values(LABELS).some((label) => events.includes(label))
    const missing = told.filter((name) =>
      grouped ? LABELS[name] !== undefined && !events.includes(LABELS[name]) : !`${events} ${note}`.includes(name),
    )
    expect(missing).toEqual([])
  })
})

describe('the guides', () => {
  it('are there for every type that there is', () => {
    expect([...TYPES].sort()).toEqual(expect.arrayContaining(Object.keys(verifications).sort()))
  })

  describe.each(TYPES)('%s', (type) => {
    const guide = guideOf(type)

    it('says where, and what the address and the secret are called there', () => {
      expect(guide.where.length).toBeGreaterThan(10)
      if (guide.secret === 'doorless') return
      expect(guide.address).toBeTruthy()
      expect(guide.secretName !== undefined).toBe(guide.secret !== 'none')
    })

    it('has an example for infra/config.ts that is valid as it stands', () => {
      expect(guide.example.type).toBe(type)
      expect(sourcesSchema.safeParse({ example: guide.example })).toMatchObject({ success: true })
      const written: unknown = new Function(`return { ${snippetOf('my-source', type)} }`)()
      expect(written).toEqual({ 'my-source': guide.example })
    })

    it('asks for no secret where the door has no use for one', () => {
      const row = verifications[type]
      const kind = row && (row.scheme.kind ?? 'hmac')
      if (kind === 'token' || kind === 'ed25519' || kind === 'certificate') expect(guide.secret).toBe('none')
      // YouTube's hub is told the secret by Earshot itself.
      if (type === 'youtube') expect(guide.secret).toBe('none')
      else if (kind === 'hmac' || kind === 'bearer') expect(['ours', 'theirs']).toContain(guide.secret)
      if (kind === 'inside') expect(guide.secret).toBe('doorless')
    })
  })
})
