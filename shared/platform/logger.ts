/**
 * One JSON line per event on standard output. JSON escapes control characters, so nothing from outside can break a line
 * or colour a terminal. Never log texts, names, addresses or bodies: ids, counts and reasons only.
 */
type Fields = Record<string, string | number | boolean | null | undefined | readonly string[]>

const write = (level: 'info' | 'warn' | 'error', message: string, fields: Fields): void => {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`)
}

const describe = (error: unknown): Fields =>
  error instanceof Error
    ? {
        error: error.name,
        problem: error.message.slice(0, 500),
        stack: error.stack?.split('\n').slice(1, 4).join(' <'),
      }
    : { error: 'unknown', problem: String(error).slice(0, 500) }

/** The log of a function. An error is told by its name, its message and where it came from. */
export const log = {
  info: (message: string, fields: Fields = {}): void => write('info', message, fields),
  warn: (message: string, fields: Fields = {}): void => write('warn', message, fields),
  error: (message: string, error: unknown, fields: Fields = {}): void =>
    write('error', message, { ...fields, ...describe(error) }),
}

/** Seconds of several things, of which a metric keeps the distribution: at most 100. */
type Seconds = readonly number[]

/**
 * One line in CloudWatch's embedded metric format, under the namespace `Earshot`. Every metric has the dimension `stage`
 * besides those given, so that two stages in one account and Region are told apart.
 * @param metrics counts, or lists of seconds
 * @param dimensions at most a few names of few values each: every combination is a metric that costs money
 * @param sets the dimensions to count by, where it is not by all of them at once
 */
export const count = (
  metrics: Record<string, number | Seconds>,
  dimensions: Record<string, string> = {},
  sets: readonly (readonly string[])[] = [Object.keys(dimensions)],
): void => {
  const named = Object.entries(metrics)
  if (named.length === 0) return
  process.stdout.write(
    `${JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: 'Earshot',
            Dimensions: sets.map((set) => ['stage', ...set]),
            Metrics: named.map(([Name, value]) => ({ Name, Unit: typeof value === 'number' ? 'Count' : 'Seconds' })),
          },
        ],
      },
      stage: process.env.STAGE ?? 'none',
      ...dimensions,
      ...metrics,
    })}\n`,
  )
}
