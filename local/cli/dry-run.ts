import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { DecisionAnswer } from '../../shared/domain/respond/answers.ts'
import type { WhyAnswer } from '../../shared/domain/respond/why-answers.ts'
import { cut, type Screen, screenOn } from '../demo/screen.ts'
import { type Api, allOf } from './api.ts'
import { endWith } from './command.ts'
import { pageOf } from './dry-run/page.ts'
import { countsIn, NOTHING, type RecipeRows, rowsOf, wrapped } from './dry-run/rows.ts'
import { plain } from './plain.ts'
import { TARGET_OPTIONS, TARGET_USAGE, targetOf } from './target.ts'

const USAGE = `npm run dry-run -- [--recipe ID] [--html FILE]

Who would have got which email and why, or why not: every moment that a recipe saw, as a table.

  --recipe ID   of one recipe only; without it: of all that are in dry run, or live
  --html FILE   writes the table as a page, too
${TARGET_USAGE}`

type Shown = { id: string; name: string; status: string }

const ACTIVE = new Set(['live', 'dry-run', 'paused'])

const readRows = async (api: Api, { id, name, status }: Shown): Promise<RecipeRows> => {
  const decisions = await allOf<DecisionAnswer>(api, `/api/decisions?recipe=${encodeURIComponent(id)}`)
  const names = new Map<string, string>()
  const sentences = new Map<string, string>()
  for (const personId of new Set(decisions.map((decision) => decision.personId))) {
    const why = `/api/people/${personId}/why?recipe=${encodeURIComponent(id)}`
    const first = await api.get<WhyAnswer>(`${why}&limit=1`)
    names.set(personId, first.name)
    for (const item of await allOf<WhyAnswer['items'][number]>(api, why)) sentences.set(item.id, item.sentence)
  }
  return { id, name, status, rows: rowsOf(decisions, names, sentences) }
}

const show = (screen: Screen, { name, status, rows }: RecipeRows): void => {
  screen.line()
  screen.line(`${screen.paint.bold(plain(name))} ${screen.paint.dim(`(${status})`)}`)
  screen.line(screen.paint.dim(`  ${rows.length === 0 ? NOTHING : countsIn(rows)}`))
  for (const { person, outcome, content, sentence } of rows) {
    const good = outcome === 'would get it' || outcome === 'got it'
    const mark = good ? screen.paint.green('✉') : outcome === 'waits' ? screen.paint.yellow('…') : screen.paint.dim('–')
    const what = content ? `${outcome}: ${plain(content)}` : outcome
    screen.line(`  ${mark} ${cut(plain(person), 18).padEnd(18)} ${cut(what, screen.width - 24)}`)
    for (const line of wrapped(plain(sentence), screen.width - 24))
      screen.line(screen.paint.dim(`    ${' '.repeat(18)} ${line}`))
  }
}

const run = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      ...TARGET_OPTIONS,
      recipe: { type: 'string' },
      html: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const screen = screenOn(process.stdout, process.env)
  const api = (await targetOf(values)).api()
  const { items } = await api.get<{ items: Shown[] }>('/api/recipes')
  const { recipe } = values
  const wanted = items.filter(({ id, status }) => (recipe ? id === recipe : ACTIVE.has(status)))
  if (wanted.length === 0) {
    const known = items.map(({ id }) => id).join(', ')
    process.stderr.write(
      `There is no ${recipe ? `recipe ${recipe}` : 'recipe that looks at anything'}; there are: ${known}.\n`,
    )
    return 1
  }
  const all: RecipeRows[] = []
  for (const one of wanted) {
    screen.progress(all.length, wanted.length, one.name)
    all.push(await readRows(api, one))
  }
  screen.done()
  for (const one of all) show(screen, one)
  if (values.html) {
    writeFileSync(values.html, pageOf(all))
    screen.line()
    screen.line(`The table as a page: ${resolve(values.html)}`)
  }
  return 0
}

await endWith(run)
