import colors from 'picocolors'

/** Counts of the metrics that functions wrote, by name and dimensions. */
type Metrics = Record<string, number>

export type Logs = {
  /** A line that a function wrote. */
  line(label: string, stream: 'stdout' | 'stderr', line: string): void
  info(message: string): void
  warn(label: string, message: string): void
  metrics(): Metrics
  /** The latest deliveries that a door refused, as it logged them, and when. */
  refused(): Record<string, unknown>[]
}

type Shape = Record<string, unknown>

const parse = (line: string): Shape | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Shape
  } catch {
    return undefined
  }
}

/** Nothing that a function prints may move the cursor or colour the terminal. */
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')

const shown = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 300)

type Emf = { CloudWatchMetrics?: { Namespace?: string; Dimensions?: string[][]; Metrics?: { Name: string }[] }[] }

const count = (metrics: Metrics, line: Shape): void => {
  for (const { Dimensions = [[]], Metrics: names = [] } of (line._aws as Emf).CloudWatchMetrics ?? [])
    for (const { Name } of names)
      for (const dimensions of Dimensions) {
        // All functions here are of one stage.
        const by = dimensions.filter((name) => name !== 'stage').map((name) => `${name}=${line[name]}`)
        const key = [Name, ...by].join(' ')
        const value = line[Name]
        // Of a list of seconds, the longest.
        metrics[key] = Array.isArray(value)
          ? Math.max(metrics[key] ?? 0, ...value.map(Number))
          : (metrics[key] ?? 0) + Number(value ?? 0)
      }
}

const PAINT: Record<string, (text: string) => string> = { warn: colors.yellow, error: colors.red }

/** Refused deliveries that are remembered. */
const REMEMBERED = 200

/**
 * @param write where lines go; nothing but warnings and errors goes there when `quiet`
 * @param onMetrics gets every line of metrics
 */
export const createLogs = (
  write: (line: string) => void,
  quiet = false,
  onMetrics: (line: Shape) => void = () => {},
): Logs => {
  const metrics: Metrics = {}
  const refused: Shape[] = []
  const put = (level: string, label: string, text: string): void => {
    if (quiet && level === 'info') return
    const time = new Date().toISOString().slice(11, 19)
    write(`${colors.dim(time)} ${colors.cyan(label.padEnd(18))} ${(PAINT[level] ?? String)(text)}`)
  }
  return {
    line: (label, stream, line) => {
      const parsed = parse(line)
      if (!parsed) {
        if (line.trim() !== '') put(stream === 'stderr' ? 'warn' : 'info', label, printable(line).slice(0, 2_000))
        return
      }
      if (parsed._aws) {
        onMetrics(parsed)
        return count(metrics, parsed)
      }
      const { level = 'info', message = '', ...fields } = parsed
      if (message === 'delivery refused') {
        refused.push({ at: new Date().toISOString(), ...fields })
        if (refused.length > REMEMBERED) refused.shift()
      }
      const words = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : `${name}=${shown(value)}`,
      )
      put(String(level).toLowerCase(), label, [shown(message), ...words].join(' '))
    },
    info: (message) => put('info', 'local', message),
    warn: (label, message) => put('warn', label, printable(message)),
    metrics: () => ({ ...metrics }),
    refused: () => [...refused],
  }
}
