import type { SourceSettings } from '../shared/domain/listen/source-settings.ts'
import type { Stage } from './stage.ts'

/** The Regions that have Amazon Comprehend. */
const COMPREHEND_REGIONS: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'us-gov-west-1',
]

/** Namespaces of ids that belong to no instance: a door of that name would mix its ids with theirs. */
const RESERVED: Readonly<Record<string, string>> = {
  github: 'github',
  bluesky: 'bluesky',
  discord: 'discord',
  x: 'x',
  youtube: 'youtube',
  email: '',
  crm: 'standard',
}

/** How long CloudWatch can keep logs, in days. */
const LOG_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

type Check = (name: string, stage: Stage) => string[]

const comprehend: Check = (name, { region, understanding }) => {
  const field = understanding.region === undefined ? 'region' : 'understanding.region'
  const used = understanding.region ?? region
  if (understanding.mode === 'embedded' || COMPREHEND_REGIONS.includes(used)) return []
  return [
    `stages.${name}.${field}: got "${used}", which has no Amazon Comprehend; expected understanding.mode to be "embedded" or understanding.region to be one of ${COMPREHEND_REGIONS.join(', ')}`,
  ]
}

/** Every topic that a source's settings promise, and where it stands. */
const promisedTopics = (settings: SourceSettings): { field: string; topic: string }[] =>
  Object.entries({
    signUp: settings.signUp,
    marketing: 'marketing' in settings ? settings.marketing : undefined,
  }).flatMap(([promise, given]) =>
    (given?.topics ?? []).map((topic, at) => ({ field: `${promise}.topics.${at}`, topic })),
  )

const topics: Check = (name, { sources, nudges }) =>
  Object.entries(sources).flatMap(([source, settings]) =>
    promisedTopics(settings).flatMap(({ field, topic }) =>
      topic in nudges.topics
        ? []
        : [
            `stages.${name}.sources.${source}.${field}: got "${topic}", expected a topic of nudges.topics: ${Object.keys(nudges.topics).join(', ')}`,
          ],
    ),
  )

const asksFirst: Check = (name, { sources, nudges }) =>
  (nudges.doubleOptIn ?? []).flatMap((source, at) =>
    source in sources
      ? []
      : [
          `stages.${name}.nudges.doubleOptIn.${at}: got "${source}", expected a source: ${Object.keys(sources).join(', ')}`,
        ],
  )

const sourceNames: Check = (name, { sources }) =>
  Object.entries(sources).flatMap(([source, { type }]) =>
    source in RESERVED && RESERVED[source] !== type
      ? [
          `stages.${name}.sources.${source}: got the name "${source}" for a ${type} source, expected another name: ids of "${source}" are kept under it`,
        ]
      : [],
  )

const instances: Check = (name, { sources }) => {
  const seen = new Map<string, string>()
  return Object.entries(sources).flatMap(([source, settings]) => {
    if (settings.type !== 'discourse' && settings.type !== 'mastodon') return []
    const host = new URL(settings.instance).host
    const first = seen.get(host)
    seen.set(host, first ?? source)
    return first === undefined
      ? []
      : [
          `stages.${name}.sources.${source}.instance: got "${settings.instance}", which source "${first}" has already; expected one source per instance`,
        ]
  })
}

/** Ids of a workspace are kept under its source's name: with two of them everybody there would be two people. */
const workspaces: Check = (name, { sources }) => {
  const seen = new Map<string, string>()
  return Object.entries(sources).flatMap(([source, settings]) => {
    if (settings.type !== 'slack') return []
    const first = seen.get(settings.team)
    seen.set(settings.team, first ?? source)
    return first === undefined
      ? []
      : [
          `stages.${name}.sources.${source}.team: got "${settings.team}", which source "${first}" has already; expected one source per workspace`,
        ]
  })
}

/** The address in a source's settings that is asked. */
const askedAt = (settings: SourceSettings): string | undefined => {
  if (settings.type === 'bluesky') return settings.endpoint
  if (settings.type === 'youtube') return settings.hub
  if (settings.type === 'github') return settings.redeliver?.api
  return 'url' in settings ? settings.url : undefined
}

/** What sources that are asked may be asked, and where their pages may lead. */
const asked: Check = (name, { sources, nudges }) =>
  Object.entries(sources).flatMap(([source, settings]) => {
    const field = `stages.${name}.sources.${source}`
    const address = askedAt(settings)
    const problems =
      name !== 'local' && /^(http|ws):/.test(address ?? '')
        ? [
            `${field}: got the address "${address}", expected one that begins with https:// or wss://; only the stage "local" may ask this machine`,
          ]
        : []
    if (
      settings.type === 'bluesky' &&
      ![settings.accounts, settings.mentions, settings.terms].some((list) => list?.length)
    )
      problems.push(
        `${field}: got neither accounts nor mentions nor terms, expected at least one of them: nothing would be taken`,
      )
    if (settings.type === 'sitemap')
      for (const [at, prefix] of settings.under.entries())
        if (!nudges.contentHosts.includes(new URL(prefix).host))
          problems.push(
            `${field}.under.${at}: got "${prefix}", expected a host of nudges.contentHosts: ${nudges.contentHosts.join(', ')}`,
          )
    return problems
  })

/** A host that emails do not lead to has no links that could be looked at, or taken on trust. */
const uncheckedHosts: Check = (name, { nudges: { contentHosts, uncheckedHosts: hosts = [] } }) =>
  hosts.flatMap((host, at) =>
    contentHosts.includes(host)
      ? []
      : [
          `stages.${name}.nudges.uncheckedHosts.${at}: got "${host}", expected a host of nudges.contentHosts: ${contentHosts.join(', ')}`,
        ],
  )

/** Whoever reads an email is told whose site it leads to. */
const sites: Check = (name, { sources }) =>
  Object.entries(sources).flatMap(([source, { content }]) =>
    content && content.own === false && content.site === undefined
      ? [`stages.${name}.sources.${source}.content.site: got nothing, expected the site's name, as own is false`]
      : [],
  )

/** A queue that nobody may send to would wait for ever. */
const queueSenders: Check = (name, { sources }) =>
  Object.entries(sources).flatMap(([source, settings]) =>
    settings.type === 'queue' && !settings.senders && !settings.topics
      ? [
          `stages.${name}.sources.${source}: got neither senders nor topics, expected at least one role, user or topic that may send to the queue`,
        ]
      : [],
  )

/** What nobody could do with a sign-in at GitHub, and where it may happen. */
const claims: Check = (name, { sources, claim }) => {
  if (!claim?.github) return []
  const { site, api } = claim.github
  const field = `stages.${name}.claim.github`
  const heard = Object.values(sources).some(({ type }) => type === 'github')
  return [
    ...(heard
      ? []
      : [`${field}: got a GitHub app, expected a source of type "github": nothing else hears of accounts there`]),
    ...Object.entries({ site, api }).flatMap(([where, address]) =>
      name !== 'local' && address?.startsWith('http:')
        ? [
            `${field}.${where}: got "${address}", expected an address that begins with https://; only the stage "local" may ask this machine`,
          ]
        : [],
    ),
  ]
}

const logDays: Check = (name, { retention }) =>
  LOG_DAYS.includes(retention.logDays)
    ? []
    : [
        `stages.${name}.retention.logDays: got ${retention.logDays}, expected a number of days that CloudWatch has: ${LOG_DAYS.join(', ')}`,
      ]

const quiet: Check = (name, { nudges: { quietHours } }) =>
  quietHours.start === quietHours.end
    ? [`stages.${name}.nudges.quietHours.end: got "${quietHours.end}", the same as start; expected another time of day`]
    : []

const timeZone: Check = (name, { nudges }) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: nudges.timeZone })
    return []
  } catch {
    return [
      `stages.${name}.nudges.timeZone: got "${nudges.timeZone}", expected an IANA time zone such as Europe/Berlin`,
    ]
  }
}

const CHECKS: readonly Check[] = [
  timeZone,
  comprehend,
  topics,
  asksFirst,
  sourceNames,
  instances,
  workspaces,
  queueSenders,
  uncheckedHosts,
  sites,
  asked,
  claims,
  logDays,
  quiet,
]

/** An SES identity exists once per account and Region: two stages cannot both create it. */
const senders = (stages: Record<string, Stage>): string[] => {
  const seen = new Map<string, string>()
  return Object.entries(stages).flatMap(([name, { account, region, brand }]) => {
    if (name === 'local') return []
    const place = [account ?? 'any', region, brand.senderDomain].join(' ')
    const first = seen.get(place)
    seen.set(place, first ?? name)
    return first === undefined
      ? []
      : [
          `stages.${name}.brand.senderDomain: got "${brand.senderDomain}", which stage "${first}" has in the same account and Region; expected one domain per stage`,
        ]
  })
}

/** What no single field can be blamed for: settings that contradict each other. @returns one line per problem */
export const crossCheck = (stages: Record<string, Stage>): string[] => [
  ...Object.entries(stages).flatMap(([name, stage]) => CHECKS.flatMap((check) => check(name, stage))),
  ...senders(stages),
]
