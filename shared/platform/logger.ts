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

/**
 * One line in CloudWatch's embedded metric format: counts under the namespace `Earshot`.
 * @param dimensions at most a few names of few values each: every combination is a metric that costs money
 */
export const count = (metrics: Record<string, number>, dimensions: Record<string, string> = {}): void => {
  const names = Object.keys(metrics)
  if (names.length === 0) return
  process.stdout.write(
    `${JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: 'Earshot',
            Dimensions: [Object.keys(dimensions)],
            Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
          },
        ],
      },
      ...dimensions,
      ...metrics,
    })}\n`,
  )
}
