import type { DecisionAnswer, PersonAnswer } from '../../shared/domain/respond/answers.ts'
import { SENTIMENT_LABELS, type SentimentLabel } from '../../shared/domain/understand/understanding.ts'
import { plain } from '../cli/plain.ts'
import { bar, cut, type Screen } from './screen.ts'
import type { Snapshot } from './snapshot.ts'

type Paint = (text: string) => string

const colours: Record<SentimentLabel, keyof Screen['paint']> = {
  POSITIVE: 'green',
  NEGATIVE: 'red',
  NEUTRAL: 'dim',
  MIXED: 'yellow',
}

const paintOf = (screen: Screen, name: keyof Screen['paint']): Paint => screen.paint[name] as Paint

const heading = (screen: Screen, text: string): void => {
  screen.line()
  screen.line(screen.paint.bold(text))
}

const showMentions = (screen: Screen, { mentions }: Snapshot): void => {
  heading(screen, `${mentions.length} mentions`)
  const counts = new Map<string, number>()
  for (const { sentiment } of mentions)
    counts.set(sentiment?.label ?? 'NEUTRAL', (counts.get(sentiment?.label ?? 'NEUTRAL') ?? 0) + 1)
  const most = Math.max(1, ...counts.values())
  for (const label of SENTIMENT_LABELS) {
    const count = counts.get(label) ?? 0
    const picture = bar(count, most, 24).replaceAll('░', ' ')
    screen.line(`  ${label.toLowerCase().padEnd(9)} ${paintOf(screen, colours[label])(picture)} ${count}`)
  }
  const byEngine = Map.groupBy(mentions, ({ sentiment }) => sentiment?.engine ?? 'none')
  const engines = [...byEngine].map(([engine, of]) => {
    const versions = [...new Set(of.flatMap(({ sentiment }) => sentiment?.version ?? []))].join(', ')
    return `${of.length} by ${plain(engine)}${versions ? ` ${plain(versions)}` : ''}`
  })
  const unsure = mentions.filter(({ sentiment }) => sentiment?.unsure).length
  const provisional = mentions.filter(({ sentiment }) => sentiment?.provisional).length
  const doubts = [unsure ? `${unsure} unsure` : [], provisional ? `${provisional} to be refined` : []].flat()
  screen.line(screen.paint.dim(`  judged: ${[engines.join(', '), ...doubts].join('; ')}`))
  const bySource = Map.groupBy(mentions, ({ source }) => source)
  const sources = [...bySource].map(([source, of]) => `${of.length} from ${source}`)
  const languages = [...new Set(mentions.map(({ language }) => language))].sort().join(', ')
  screen.line(screen.paint.dim(`  ${sources.join(', ')}; languages: ${languages}`))
}

const accountsOf = (person: PersonAnswer): string =>
  person.identities
    .map(({ platform, handle, address }) => {
      const called = handle ?? address
      return called ? `${platform} ${plain(called)}` : platform
    })
    .join(' + ')

const showPeople = (screen: Screen, { people }: Snapshot): void => {
  heading(screen, `${people.length} people`)
  const known = people.toSorted((a, b) => b.identities.length - a.identities.length || (a.name < b.name ? -1 : 1))
  const spotted = (handle: string): PersonAnswer | undefined =>
    people.find(({ identities, name }) => name === handle || identities.some((identity) => identity.handle === handle))
  for (const person of known.slice(0, 6))
    screen.line(
      `  ${cut(plain(person.name), 18).padEnd(18)} ${screen.paint.dim(cut(accountsOf(person), screen.width - 22))}`,
    )
  if (known.length > 6) screen.line(screen.paint.dim(`  … and ${known.length - 6} more`))
  const [jimbo, jim] = [spotted('jimbo-brews'), spotted('Jim Davies')]
  if (jimbo && jim)
    screen.line(
      jimbo.id === jim.id
        ? '  Jimbo on GitHub and Jim Davies in the shop are one person.'
        : '  Jimbo on GitHub and Jim Davies in the shop are two people: nothing links them yet.',
    )
}

const marks: Record<string, [string, keyof Screen['paint']]> = {
  sent: ['✉', 'green'],
  held: ['–', 'dim'],
  failed: ['!', 'red'],
  unknown: ['?', 'red'],
}

const when = (iso: string): string => `${iso.slice(5, 10)} ${iso.slice(11, 16)}`

const decisionLine = (screen: Screen, decision: DecisionAnswer, names: Map<string, string>): string => {
  const [mark, colour] = marks[decision.state] ?? ['…', 'yellow']
  const name = cut(plain(names.get(decision.personId) ?? ''), 15).padEnd(15)
  const reason = `${decision.reason}${decision.detail ? ` (${plain(decision.detail)})` : ''}`
  const what =
    decision.state === 'sent' && decision.content
      ? `${reason}${decision.clickedAt ? ', clicked' : ''} → ${plain(decision.content.title)}`
      : reason
  const text = `${when(decision.sentAt ?? decision.updatedAt)}  ${name} ${decision.recipe.padEnd(19)} ${what}`
  return `  ${paintOf(screen, colour)(mark)} ${cut(text, screen.width - 4)}`
}

const showDecisions = (screen: Screen, { decisions, people }: Snapshot): void => {
  const sent = decisions.filter(({ state }) => state === 'sent').length
  heading(screen, `${decisions.length} decisions, ${sent} sent, each with its reason`)
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const moment = ({ sentAt, updatedAt }: DecisionAnswer): string => sentAt ?? updatedAt
  for (const decision of decisions.toSorted((a, b) => (moment(a) < moment(b) ? -1 : 1)))
    screen.line(decisionLine(screen, decision, names))
}

const showEmails = (screen: Screen, { emails }: Snapshot): void => {
  heading(screen, `${emails.length} emails`)
  for (const { at, to, subject } of emails.toReversed())
    screen.line(`  ${when(at)}  ${cut(plain(to.join(', ')), 28).padEnd(28)} ${cut(plain(subject), screen.width - 46)}`)
}

/** What the story came to, as read through the API. */
export const showSummary = (screen: Screen, snapshot: Snapshot, places: { inbox: string; app: string }): void => {
  showMentions(screen, snapshot)
  showPeople(screen, snapshot)
  showDecisions(screen, snapshot)
  showEmails(screen, snapshot)
  heading(screen, 'Look around')
  screen.line(`  the inbox, with every email   ${screen.paint.cyan(places.inbox)}`)
  screen.line(`  the API, described            ${screen.paint.cyan(new URL('/api/openapi.json', places.app).href)}`)
}
