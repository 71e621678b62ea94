import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { apiOf } from '../cli/api.ts'
import { endWith } from '../cli/command.ts'
import { importContent } from '../cli/import-content.ts'
import { DATA, readLocalFile } from '../cli/local-file.ts'
import { keepAnchor, readAnchor, STORY_DAYS, wasStopped } from './anchor.ts'
import { play } from './play.ts'
import { runnerOf } from './runner.ts'
import { type Screen, screenOn } from './screen.ts'
import { fingerprint, type Snapshot, takeSnapshot } from './snapshot.ts'
import { story } from './story.ts'
import { showSummary } from './summary.ts'

const USAGE = `npm run demo [-- --data DIR]

Tells a story of a small community to the Earshot that runs here (start it with \`npm start\` in another terminal).
--data is the data folder of that Earshot, ${DATA} unless told.`

const introduce = (screen: Screen, runs: number, stopped: boolean): void => {
  const { bold, dim } = screen.paint
  screen.line(bold('A fortnight at Cloud Nine Coffee'))
  screen.line(
    dim(
      `${STORY_DAYS} days of a forum, a GitHub repository and a shop, signed as the real platforms sign, through the doors.`,
    ),
  )
  if (runs > 0)
    screen.line('It has been told here before: every delivery comes again, with the same ids. Nothing may change.')
  if (stopped)
    screen.line(
      'An earlier telling was stopped halfway, so some decisions may have expired. `npm start -- --fresh` starts anew.',
    )
  screen.line()
}

const compare = (screen: Screen, before: Snapshot, after: Snapshot): boolean => {
  const same = fingerprint(before) === fingerprint(after)
  const { mentions, people, decisions, emails } = after
  screen.line()
  screen.line(
    same
      ? screen.paint.green(
          `Nothing changed: still ${mentions.length} mentions, ${people.length} people, ${decisions.length} decisions and ${emails.length} emails.`,
        )
      : screen.paint.red('Something changed that should not have. That is a bug: please report it.'),
  )
  return same
}

const run = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: DATA }, help: { type: 'boolean', default: false } },
  })
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const screen = screenOn(process.stdout, process.env)
  const local = readLocalFile(values.data)
  const api = apiOf(local.app, local.token)
  const runner = runnerOf(local)
  const anchor = readAnchor(values.data, Date.now())
  introduce(screen, anchor.runs, wasStopped(values.data))

  keepAnchor(values.data, anchor)
  await runner.settle()
  const before = anchor.runs > 0 ? await takeSnapshot(api, runner) : undefined
  const pieces: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'content.json'), 'utf8'))
  const { taken } = await importContent(api, pieces as unknown[])
  screen.line(screen.paint.dim(`${taken.length} guides, videos and places went into the catalogue through the API.`))
  // Whoever stops the story must not be left with a clock that shows last week.
  process.once('SIGINT', () => void runner.backToNow().finally(() => process.exit(130)))
  try {
    const { accepted, refused } = await play({ screen, runner, local, anchor }, story)
    screen.line(`${accepted} deliveries were accepted, ${refused} refused.`)
  } finally {
    screen.done()
    await runner.backToNow()
  }
  keepAnchor(values.data, { ...anchor, runs: anchor.runs + 1 })
  await runner.tick()
  await runner.settle()
  const after = await takeSnapshot(api, runner)
  showSummary(screen, after, local)
  return before && !compare(screen, before, after) ? 1 : 0
}

await endWith(run)
