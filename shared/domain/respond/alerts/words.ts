import { type Iso, msOf } from '../../time.ts'
import type { AlertOn } from './alert.ts'
import type { Digest, Notice } from './notice.ts'
import { maxWords, oneLine } from './plain.ts'

/** A notice in words: what happened, why it is told, and where to go on. Links are the post's own, or a path of our API. */
export type Told = { title: string; lines: string[]; links: { label: string; url: string }[] }

type Where = { appUrl: string }

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 })
const counted = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`
const percent = (share: number): string => `${Math.round(share * 100)} %`
const hours = (n: number): string => (n >= 48 && n % 24 === 0 ? `${n / 24} days` : counted(n, 'hour'))
const day = (at: Iso): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(msOf(at))
const said = (text: string): string => `“${oneLine(text, maxWords)}”`

const postLinks = ({ url, mention }: Notice, { appUrl }: Where): Told['links'] => [
  ...(url && /^https?:\/\//.test(url) ? [{ label: 'Open the post', url }] : []),
  ...(mention ? [{ label: 'What is known of it', url: `${appUrl}/api/mentions/${encodeURIComponent(mention)}` }] : []),
]

const digestLines = (digest: Digest): string[] => {
  const { questions, more, looked, unanswered, topics, advocates, paused, recipes, names = {}, sources } = digest
  const named = new Map(Object.entries(names))
  const called = (recipe: string): string => {
    const name = named.get(recipe)
    return name === undefined ? recipe : said(name)
  }
  const latest = looked < questions ? ` (of the latest ${looked})` : ''
  return [
    `${more ? 'At least ' : ''}${counted(questions, 'question')} asked; ${unanswered} without an answer${latest}.`,
    topics.length > 0 ? `Hot: ${topics.map(said).join(', ')}.` : 'No topic was hot.',
    `${counted(advocates, 'new advocate')}.`,
    ...recipes.map(
      ({ recipe, sent, looked: of, clicked, complained }) =>
        `Recipe ${called(recipe)}: ${counted(sent, 'email')} sent; ${of < sent ? `of the latest ${of}, ` : ''}${clicked} clicked, ${complained} complained about.`,
    ),
    ...(recipes.length === 0 ? ['No emails were sent.'] : []),
    ...paused.map((recipe) => `Recipe ${called(recipe)} paused itself.`),
    ...sources.map(({ source, silentSince, refused }) =>
      [
        `Source ${source}:`,
        silentSince ? `silent since ${day(silentSince)}` : undefined,
        silentSince && refused > 0 ? 'and' : undefined,
        refused > 0 ? counted(refused, 'delivery refused', 'deliveries refused') : undefined,
      ]
        .filter((word) => word !== undefined)
        .join(' ')
        .concat('.'),
    ),
    ...(sources.length === 0 ? ['All sources are heard of as usual.'] : []),
  ]
}

const WORDS: Readonly<Record<AlertOn, (notice: Notice, where: Where) => Told>> = {
  'complaint.high-reach': (notice, where) => ({
    title: `A complaint by somebody with ${counted(notice.followers ?? 0, 'follower')}`,
    lines: [
      `Somebody with ${counted(notice.followers ?? 0, 'follower')} wrote a complaint on ${notice.source ?? 'a source'}.`,
      ...(notice.confidence === undefined
        ? []
        : [`It was judged negative with ${percent(notice.confidence)} confidence.`]),
    ],
    links: postLinks(notice, where),
  }),
  'question.unanswered': (notice, where) => ({
    title: `A question has waited for ${hours(notice.afterHours ?? 0)}`,
    lines: [
      `A question on ${notice.source ?? 'a source'} has no answer by anybody else after ${hours(notice.afterHours ?? 0)}.`,
    ],
    links: postLinks(notice, where),
  }),
  'advocate.emerged': ({ person = '', score = 0 }, { appUrl }) => ({
    title: 'A new advocate',
    lines: [`Somebody counts as an advocate from now on: their score reached ${number(score)} of 100.`],
    links: [{ label: 'Who it is, and why', url: `${appUrl}/api/people/${encodeURIComponent(person)}` }],
  }),
  'topic.hot': ({ topic = '', label = '', count = 0, expected = 0, authors = 0 }, { appUrl }) => ({
    title: `Hot: ${said(label)}`,
    lines: [
      `${counted(authors, 'person', 'people')} wrote about ${said(label)} ${counted(count, 'time')} within an hour; usual are ${number(expected)}.`,
    ],
    links: [{ label: 'What they write', url: `${appUrl}/api/topics/${encodeURIComponent(topic)}` }],
  }),
  'recipe.paused': ({ recipe = '', why }, { appUrl }) => ({
    title: `The recipe ${recipe} paused itself`,
    lines: [
      `Nothing is sent by ${recipe} until somebody starts it again.`,
      ...(why === undefined ? [] : [`Why: ${oneLine(why, 200).replace(/\.$/, '')}.`]),
    ],
    links: [{ label: 'Its results', url: `${appUrl}/api/recipes/${encodeURIComponent(recipe)}/results` }],
  }),
  'digest.weekly': ({ digest }) => ({
    title: `Your community this week${digest ? `, to ${day(digest.to)}` : ''}`,
    lines: digest ? digestLines(digest) : [],
    links: [],
  }),
}

/**
 * A notice in words.
 * @param alert whose it is; its name says why somebody is told
 * @param where.appUrl without a slash at its end
 */
export const toldOf = (notice: Notice, alert: { id: string; name: string }, where: Where): Told => {
  const why = `Told by the alert ${said(alert.name)}.`
  const deliveries = `${where.appUrl}/api/alerts/${alert.id}/deliveries`
  if (notice.more !== undefined)
    return {
      title: `And ${number(notice.more)} more`,
      lines: [`${counted(notice.more, 'more like these', 'more like these')} came up within the hour. ${why}`],
      links: [{ label: 'All of them', url: deliveries }],
    }
  const { title, lines, links } = WORDS[notice.on](notice, where)
  if (!notice.test) return { title, lines: [...lines, why], links }
  return {
    title: `Test: ${title}`,
    lines: ['This is a test with made-up numbers: nothing has happened.', ...lines, why],
    links: [{ label: 'What became of the test', url: deliveries }],
  }
}
