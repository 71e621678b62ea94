import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { doorEvent, openDoor, SECRETS, signed } from '../support/door.ts'

/** Every example payload that GitHub's users have contributed, signed, through the door and on to its meaning. */
const ANY: Sources = { github: { type: 'github', repositories: ['*'] } }
const SECRET = SECRETS.code ?? ''
const MAPPED = ['discussion', 'discussion_comment', 'issues', 'issue_comment', 'star', 'fork', 'release', 'sponsorship']

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples')
const examples = JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: object[] }[]

const statuses = new Map<number, number>()
const made = new Map<string, number>()
const ignored = new Map<string, number>()
const empty: string[] = []
const add = <K>(counts: Map<K, number>, key: K, by = 1) => counts.set(key, (counts.get(key) ?? 0) + by)

const deliver = async (name: string, example: object, at: number): Promise<void> => {
  const door = openDoor(ANY, { github: SECRET })
  const headers = { 'content-type': 'application/json', 'x-github-event': name, 'x-github-delivery': `example-${at}` }
  const request = signed('github', SECRET, { headers, body: JSON.stringify(example) })
  const { status } = await door.send(doorEvent('github', doorToken(SECRET), request))
  add(statuses, status)
  const delivery = door.queue[0]
  if (!delivery) return add(ignored, `answered at the door: ${name}`) && undefined
  const { activities, ignored: reason } = normaliseDelivery(delivery, Buffer.from(delivery.body ?? '', 'base64'), ANY)
  for (const { kind, deleted } of activities) add(made, `${name} → ${kind}${deleted ? ' (deleted)' : ''}`)
  if (reason) add(ignored, reason)
  if (MAPPED.includes(name) && activities.length === 0) empty.push(`${name}: ${reason}`)
}

const table = (counts: Map<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([what, n]) => `${String(n).padStart(5)}  ${what}`)
    .join('\n')

describe('all payloads of @octokit/webhooks-examples', () => {
  beforeAll(async () => {
    let at = 0
    for (const { name, examples: payloads } of examples)
      for (const payload of payloads) await deliver(name, payload, at++)
    process.stdout.write(`${at} deliveries\nmade:\n${table(made)}\nignored:\n${table(ignored)}\n`)
  })

  it('are all taken: no refusal, no server error', () => {
    expect([...statuses.keys()].sort()).toEqual([200, 202])
    expect(statuses.get(200)).toBe(examples.find(({ name }) => name === 'ping')?.examples.length)
    expect([...statuses.values()].reduce((sum, n) => sum + n)).toBe(329)
  })

  it('become activities if they are of discussions, issues, their comments, stars, forks, releases, or sponsors', () => {
    const announced = 'sponsorship: action not mapped: sponsorship.pending_tier_change'
    expect(empty).toEqual([announced, announced])
    for (const name of MAPPED) expect([...made.keys()].some((key) => key.startsWith(`${name} → `))).toBe(true)
  })

  it('are ignored with the reason if they are of anything else', () => {
    const others = examples.filter(({ name }) => !MAPPED.includes(name))
    const expected = others.reduce((sum, { examples: payloads }) => sum + payloads.length, 0)
    expect([...ignored.values()].reduce((sum, n) => sum + n)).toBe(expected + empty.length)
    for (const { name } of others)
      expect([...ignored.keys()]).toContain(
        name === 'ping' ? 'answered at the door: ping' : `event not mapped: ${name}`,
      )
  })
})
