import { describe, expect, it } from '@jest/globals'
import { ConfigError, checkStages, stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import type { StageInput } from '../../infra/stage.ts'

const good = (): StageInput => structuredClone(stages.prod as StageInput)

/** A stage with one field set, by its path. */
const withField = (path: string, value: unknown): Record<string, unknown> => {
  const stage: Record<string, unknown> = { ...good() }
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, stage)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return { prod: stage }
}

const problemsOf = (input: Record<string, unknown>): readonly string[] => {
  try {
    checkStages(input)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the configuration', () => {
  it('of this repository is right', () => {
    expect(problemsOf(stages)).toEqual([])
  })

  it('has the stage that npm start runs, with the instances that the demo speaks for', () => {
    const { sources } = stageOf(stages, 'local')

    expect(sources.discourse).toMatchObject({ type: 'discourse', instance: 'https://community.example' })
    expect(sources.github).toMatchObject({ type: 'github', repositories: ['*'] })
    expect(sources.standard).toMatchObject({ type: 'standard' })
  })

  it('takes a GitHub app only where GitHub is heard', () => {
    const claim = { github: { clientId: 'Iv1.0123456789' } }
    const { github: _, ...sources } = good().sources
    expect(problemsOf({ prod: { ...good(), claim } })).toEqual([])
    expect(problemsOf({ prod: { ...good(), sources, claim } })).toEqual([
      expect.stringContaining('stages.prod.claim.github: got a GitHub app, expected a source of type "github"'),
    ])
  })

  it.each([
    ['nudges.quietHours.start', '25:00', 'got "25:00", expected a time of day such as 21:00'],
    ['nudges.quietHours.end', '21:00', 'got "21:00", the same as start'],
    ['nudges.timeZone', 'Europe/Atlantis', 'got "Europe/Atlantis", expected an IANA time zone'],
    ['nudges.timeZone', 'CET+1', 'got "CET+1", expected an IANA time zone'],
    ['nudges.caps.per7Days', 0, 'got 0, expected more than 0'],
    ['nudges.caps.per30Days', 2.5, 'got 2.5, expected a whole number'],
    ['nudges.contentHosts', [], 'got [], expected at least 1 entries'],
    ['nudges.contentHosts', ['https://x.example/'], 'expected a bare host name'],
    ['nudges.language', 'english', 'got "english"'],
    ['region', 'Frankfurt', 'got "Frankfurt", expected a Region such as eu-central-1'],
    ['region', 'eu-north-1', 'got "eu-north-1", which has no Amazon Comprehend'],
    ['understanding.region', 'sa-east-1', 'got "sa-east-1", which has no Amazon Comprehend'],
    ['understanding.mode', 'magic', 'got "magic", expected one of "comprehend", "cascade", "embedded"'],
    ['alarmEmail', 'ops', 'got "ops", expected an email address'],
    ['claim', { github: { clientId: 'x' } }, 'got "x", expected the client ID of an OAuth app'],
    ['claim', { mailsPerHour: 0 }, 'got 0, expected more than 0'],
    ['claim', { git: {} }, 'got a field that Earshot does not know'],
    [
      'claim',
      { github: { clientId: 'Iv1.0123456789', site: 'http://127.0.0.1:9' } },
      'claim.github.site: got "http://127.0.0.1:9", expected an address that begins with https://',
    ],
    ['account', '1234', 'got "1234", expected the 12 digits'],
    ['appUrl', 'http://x.example', 'expected https:// and a host name'],
    ['brand.address', 'here', 'got "here", expected at least 10 characters'],
    ['brand.senderDomain', 'https://news.example.com', 'expected a bare host name'],
    ['brand.community', 'community', 'expected an address such as'],
    ['brand', undefined, 'got nothing, expected object'],
    ['sources.shop.type', 'phpbb', 'got "phpbb", expected one of "discourse", "github", '],
    ['sources.community.instance', 'forum', 'got "forum", expected an address such as'],
    ['retention.logDays', 31, 'got 31, expected a number of days that CloudWatch has: 1, 3, 5'],
    ['traffic.sendConcurrency', 1, 'got 1, expected at least 2'],
  ])('names %s when it is %j', (path, value, words) => {
    const problems = problemsOf(withField(path, value))

    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^stages\\.prod\\.${path.replaceAll('.', '\\.')}`))
    expect(problems[0]).toContain(words)
  })

  it('asks a Region for Comprehend only where Comprehend is asked', () => {
    const inStockholm = (mode: string) => ({
      prod: { ...good(), region: 'eu-north-1', understanding: { mode, cacheDays: 30 } },
    })

    expect(problemsOf(inStockholm('embedded'))).toEqual([])
    expect(problemsOf(inStockholm('cascade'))).toEqual([expect.stringContaining('expected understanding.mode')])
  })

  it('names a source to ask first that there is not', () => {
    expect(problemsOf(withField('nudges.doubleOptIn', ['shop', 'crm']))).toEqual([
      'stages.prod.nudges.doubleOptIn.1: got "crm", expected a source: community, github, shop',
    ])
  })

  it('names a topic of a sign-up that is no topic', () => {
    const problems = problemsOf(withField('sources.community.signUp.topics', ['answers', 'gossip']))

    expect(problems).toEqual([
      'stages.prod.sources.community.signUp.topics.1: got "gossip", expected a topic of nudges.topics: answers, advocates, getting-started, community, peer-calls, service',
    ])
  })

  it('names a topic of a shop’s marketing that is no topic', () => {
    const marketing = { topics: ['gossip'], wording: 'box' }
    const problems = problemsOf(withField('sources.store', { type: 'shopify', shop: 'acme.myshopify.com', marketing }))

    expect(problems).toEqual([
      'stages.prod.sources.store.marketing.topics.0: got "gossip", expected a topic of nudges.topics: answers, advocates, getting-started, community, peer-calls, service',
    ])
  })

  it('names a field that does not exist, so that a typing error is not silence', () => {
    const problems = problemsOf(withField('nudges.quiteHours', { start: '21:00', end: '08:00' }))

    expect(problems[0]).toMatch(/^stages\.prod\.nudges\.quiteHours: got a field that Earshot does not know/)
  })

  it('says when a source may not count as silent so soon, and takes what may be', () => {
    const health = (value: unknown) => problemsOf(withField('sources.community.health', value))
    expect(health({ multiple: 6, leastHours: 24 })).toEqual([])
    expect(health({ silence: false })).toEqual([])
    expect(health({ multiple: 1 }).join()).toMatch(/sources\.community\.health\.multiple/)
    expect(health({ leastHours: 0 }).join()).toMatch(/sources\.community\.health\.leastHours/)
    expect(health({ silent: false }).join()).toMatch(/health/)
  })

  it('names a source whose name cannot stand in an address', () => {
    const problems = problemsOf(withField('sources.My Forum', { type: 'standard' }))

    expect(problems[0]).toMatch(
      /^stages\.prod\.sources\.My Forum: got "My Forum", expected a name of lower-case letters/,
    )
  })

  it.each(['github', 'discord', 'x', 'youtube'])(
    'names a door whose ids would mix with those of a platform: %s',
    (name) => {
      const [problem] = problemsOf(withField(`sources.${name}`, { type: 'standard' }))

      expect(problem).toContain(`stages.prod.sources.${name}: got the name "${name}" for a standard source`)
    },
  )

  it.each(['discourse', 'mastodon'])('names the second source for one instance: %s', (type) => {
    const again = { type, instance: 'https://community.example.com/' }
    const input = withField('sources.community', { type, instance: 'https://community.example.com' })
    const stage = input.prod as StageInput
    const problems = problemsOf({ prod: { ...stage, sources: { ...stage.sources, again } } })

    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^stages\.prod\.sources\.again\.instance: .* which source "community" has already/)
  })

  it('names the second source for one workspace of Slack', () => {
    const slack = { type: 'slack', team: 'T0001', channels: ['*'] }
    const input = withField('sources.talk', slack) as { prod: StageInput }
    Object.assign(input.prod.sources, { again: slack })

    expect(problemsOf(input)[0]).toMatch(/^stages\.prod\.sources\.again\.team: .* which source "talk" has already/)
  })

  it('names a queue that nobody may send to', () => {
    expect(problemsOf(withField('sources.inside', { type: 'queue' }))).toEqual([
      'stages.prod.sources.inside: got neither senders nor topics, expected at least one role, user or topic that may send to the queue',
    ])
  })

  it.each([
    ['senders', { type: 'queue', senders: ['arn:aws:iam::123456789012:root'] }],
    ['senders', { type: 'queue', senders: ['*'] }],
    ['topics', { type: 'queue', topics: ['arn:aws:sns:eu-central-1:123456789012:*'] }],
    ['topics', { type: 'sns', topics: ['https://sns.example'] }],
    ['bus', { type: 'eventbridge', bus: 'a b', sources: ['shop'] }],
    ['sources', { type: 'eventbridge', bus: 'default', sources: [] }],
    ['sources', { type: 'cloudevents', sources: ['*'] }],
    ['sources', { type: 'cloudevents', sources: ['https://shop.example*'] }],
    ['sources', { type: 'cloudevents', sources: ['https://*.example/x'] }],
    ['origins', { type: 'cloudevents', sources: ['/shop'], origins: ['https://shop.example'] }],
    ['perMinute', { type: 'cloudevents', sources: ['/shop'], perMinute: 0 }],
  ])('names %s of a source for events when they could mean anything or nothing: %j', (field, settings) => {
    const problems = problemsOf(withField('sources.inside', settings))

    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^stages\\.prod\\.sources\\.inside\\.${field}`))
  })

  it('names a source that asks this machine in a stage that runs elsewhere', () => {
    for (const settings of [
      { type: 'feed', url: 'http://127.0.0.1:8080/feed' },
      { type: 'bluesky', terms: ['tea'], endpoint: 'ws://127.0.0.1:8080/subscribe' },
      { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'], hub: 'http://127.0.0.1:8080/subscribe' },
      {
        type: 'github',
        repositories: ['*'],
        redeliver: { hooks: [{ of: 'acme', id: 1 }], api: 'http://127.0.0.1:8080' },
      },
    ])
      expect(problemsOf(withField('sources.news', settings))[0]).toMatch(
        /^stages\.prod\.sources\.news: got the address ".*", expected one that begins with https:\/\/ or wss:\/\//,
      )
  })

  it('names a Bluesky that nothing would be taken of, and pages where emails may not lead', () => {
    const url = 'https://guides.example.com/sitemap.xml'
    const sitemap = { type: 'sitemap', url, kind: 'guide', stage: 'use', language: 'en' }
    const elsewhere = { ...sitemap, under: ['https://community.example.com/', 'https://elsewhere.example/'] }

    expect(problemsOf(withField('sources.sky', { type: 'bluesky', terms: [] }))[0]).toContain(
      'expected at least one of them',
    )
    expect(problemsOf(withField('sources.guides', elsewhere))[0]).toMatch(
      /^stages\.prod\.sources\.guides\.under\.1: got "https:\/\/elsewhere\.example\/", expected a host of nudges\.contentHosts/,
    )
  })

  it('names hosts that are trusted and lead nowhere, and somebody else’s content without a name', () => {
    expect(problemsOf(withField('nudges.uncheckedHosts', ['elsewhere.example']))[0]).toMatch(
      /^stages\.prod\.nudges\.uncheckedHosts\.0: got "elsewhere\.example", expected a host of nudges\.contentHosts/,
    )
    const feed = { type: 'feed', url: 'https://fix.example/feed', content: { own: false } }
    expect(problemsOf(withField('sources.fix', feed))[0]).toMatch(
      /^stages\.prod\.sources\.fix\.content\.site: got nothing, expected the site's name/,
    )
    expect(problemsOf(withField('sources.fix', { ...feed, content: { stage: 'start' } }))[0]).toContain('content')
  })

  it('names the second stage with the same sender, which SES has once per account and Region', () => {
    const problems = problemsOf({ one: good(), two: good() })

    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^stages\.two\.brand\.senderDomain: got "news.example.com", which stage "one" has/)
  })

  it('allows a Region without Comprehend when another one is named', () => {
    const input = withField('region', 'eu-north-1') as { prod: StageInput }
    input.prod.understanding.region = 'eu-central-1'

    expect(problemsOf(input)).toEqual([])
  })

  it('tells every problem at once', () => {
    const input = withField('nudges.quietHours.start', 'late') as { prod: StageInput }
    input.prod.alarmEmail = ''

    expect(() => checkStages(input)).toThrow(/in 2 places/)
  })

  it('names the stages there are when asked for another', () => {
    expect(() => stageOf(stages, 'staging')).toThrow('got the stage name "staging", expected one of local, dev, prod')
  })

  it.each(['Prod', 'a-b', '1st', 'x'.repeat(17)])('refuses the stage name %s', (name) => {
    expect(problemsOf({ [name]: good() })[0]).toContain(
      'expected a stage name of 1 to 16 lower-case letters and digits',
    )
  })
})
