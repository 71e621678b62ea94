import { RAW_BUFFER } from '../../shared/domain/listen/raw-records.ts'
import { isoOf, SECOND } from '../../shared/domain/time.ts'
import { sendMessages } from '../../shared/platform/aws.ts'
import { type Screen, screenOn } from '../demo/screen.ts'
import { openArchive } from '../replay/archive.ts'
import { type ReplayArguments, ReplayUsageError, replayArguments, USAGE, whereOf } from '../replay/arguments.ts'
import { type Counts, wordsOf } from '../replay/counts.ts'
import { hourOf, keysBetween } from '../replay/moments.ts'
import { type Position, ReplayError, replay } from '../replay/replay.ts'
import { mayBeCutOff } from './command.ts'
import { plain } from './plain.ts'
import { type Target, targetOf } from './target.ts'

/** Puts deliveries from the archive into the queue once more, here or in AWS. */

/** What is typed and shown; a test has its own. */
export type Terminal = {
  out: (line: string) => void
  screen: Screen
  /** Asks to stop. */
  signal: AbortSignal
}

/** How often a log without a moving line hears how far it is, in milliseconds. */
const LINE_EVERY = 10 * SECOND

const progressOn = (screen: Screen, { from, to }: ReplayArguments, now: number) => {
  let begin = from
  let lineAt = performance.now()
  return ({ read, matched, queued }: Counts, key: string): void => {
    const hour = hourOf(key) ?? now
    begin ??= hour
    const words = `${isoOf(hour).slice(0, 13)}h  ${read} read  ${matched} matched  ${queued} queued`
    if (screen.moving) screen.progress(Math.max(0, hour - begin), Math.max(1, (to ?? now) - begin), words)
    else if (performance.now() - lineAt > LINE_EVERY) {
      lineAt = performance.now()
      screen.line(words)
    }
  }
}

/** What is so young that it may not have been written yet. */
const buffered = ({ to }: ReplayArguments, now: number): string[] => {
  const since = now - RAW_BUFFER.seconds * SECOND
  return to !== undefined && to <= since
    ? []
    : [`What came after ${isoOf(since)} may still be on its way to the archive; it is there five minutes later.`]
}

const goOn = (args: readonly string[], done: Position | undefined): string => {
  const same = args.filter(
    (word, at) => word !== '--after' && args[at - 1] !== '--after' && !word.startsWith('--after='),
  )
  return `Go on with: npm run replay -- ${[...same, ...(done ? ['--after', `${done.key}:${done.line}`] : [])].join(' ')}`
}

/** Sources that are named and not there are a slip of the pen. */
const checkSources = ({ sources = [] }: ReplayArguments, { stage, stageName }: Target): void => {
  const unknown = sources.find((name) => !Object.hasOwn(stage.sources, name))
  if (unknown !== undefined)
    throw new ReplayUsageError(
      `The stage ${stageName} has no source ${JSON.stringify(unknown)}; it has ${Object.keys(stage.sources).join(', ')}.`,
    )
}

const perform = async (args: readonly string[], { out, screen, signal }: Terminal): Promise<number> => {
  const where = whereOf(args)
  if (where.help) {
    out(USAGE.trimEnd())
    return 0
  }
  // A slip of the pen is told before anything is looked for; what counts back from now is reckoned below.
  replayArguments(args, Number.NaN)
  const target = await targetOf(where)
  const now = await target.now()
  const asked = replayArguments(args, now)
  checkSources(asked, target)
  const archive = openArchive(target)
  const { after, last } = keysBetween(asked)
  // S3 begins behind a key, and the object to go on in has to be read again.
  const begin = asked.after && asked.after.key > after ? asked.after.key.slice(0, -1) : after
  try {
    const { counts, done, finished } = await replay(
      {
        keys: archive.keys({ after: begin, last }),
        open: archive.open,
        hasBody: archive.has,
        send: (messages) => sendMessages(target.queueUrl, messages, target.env),
        known: new Set(Object.keys(target.stage.sources)),
        signal,
        onBad: ({ key, line }, problem) => screen.line(plain(`${key}:${line} ${problem}`)),
        onProgress: progressOn(screen, asked, now),
      },
      asked,
      asked,
    )
    screen.done()
    for (const line of [...wordsOf(counts, asked.dryRun), ...buffered(asked, now)]) out(line)
    if (!finished) out(goOn(args, done))
    return finished && counts.bad === 0 ? 0 : 1
  } finally {
    archive.close()
  }
}

/**
 * Runs the command.
 * @param args what follows `npm run replay --`
 * @returns the exit code: 1 also when a line could not be read
 */
export const runReplay = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const { screen } = terminal
  try {
    return await perform(args, terminal)
  } catch (error) {
    screen.done()
    if (error instanceof ReplayError) {
      for (const line of wordsOf(error.counts, false)) screen.line(line)
      screen.line(plain(`It stopped: ${error.message}`))
      screen.line(goOn(args, error.done))
    } else screen.line(plain(error instanceof Error ? error.message : String(error)))
    if (error instanceof ReplayUsageError) screen.line(`\n${USAGE.trimEnd()}`)
    return 1
  }
}

if (import.meta.main) {
  mayBeCutOff()
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  process.exitCode = await runReplay(process.argv.slice(2), {
    out: (line) => void process.stdout.write(`${line}\n`),
    screen: screenOn(process.stderr, process.env),
    signal: stop.signal,
  })
}
