import type { Series } from '../cloudwatch/series.ts'
import { jsonAnswer } from './errors.ts'
import type { Backend } from './forward.ts'

type Query = {
  Id: string
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions?: { Name: string; Value: string }[] }
    Period: number
    Stat: string
  }
}

type Ask = { StartTime: number; EndTime: number; MetricDataQueries: Query[] }

/** The most queries of one call. */
const MOST = 500

const invalid = (message: string) => jsonAnswer(400, { __type: 'ValidationError', message })

const problemOf = ({ StartTime, EndTime, MetricDataQueries = [] }: Ask): string | undefined => {
  if (!(StartTime < EndTime)) return 'The parameter StartTime must be less than the parameter EndTime.'
  if (MetricDataQueries.length === 0 || MetricDataQueries.length > MOST) return `Expected 1 to ${MOST} queries.`
  const odd = MetricDataQueries.find(
    ({ Id, MetricStat }) =>
      !/^[a-z]\w*$/.test(Id) || MetricStat?.Stat !== 'Sum' || !(MetricStat.Period >= 60) || MetricStat.Period % 60 > 0,
  )
  return odd && `The local CloudWatch knows sums over whole minutes only, not ${JSON.stringify(odd)}.`
}

/** CloudWatch's JSON protocol over what functions here have counted; it knows GetMetricData. */
export const cloudwatchBackend =
  (series: Series): Backend =>
  async ({ headers, body }) => {
    const action = String(headers['x-amz-target'] ?? '')
      .split('.')
      .pop()
    if (action !== 'GetMetricData')
      return jsonAnswer(400, { __type: 'UnknownOperationException', message: `The local CloudWatch has no ${action}.` })
    try {
      const ask = JSON.parse(body.toString('utf8')) as Ask
      const problem = problemOf(ask)
      if (problem) return invalid(problem)
      const results = ask.MetricDataQueries.flatMap(({ Id, MetricStat }) => {
        if (!MetricStat) return []
        const { Metric, Period } = MetricStat
        const dimensions = Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]))
        const sums = series.sums(
          { namespace: Metric.Namespace, name: Metric.MetricName, dimensions },
          { from: ask.StartTime * 1_000, to: ask.EndTime * 1_000, periodMs: Period * 1_000 },
        )
        // The newest first, as CloudWatch has it unless it is asked otherwise.
        const newest = sums.toReversed()
        const Timestamps = newest.map(([at]) => at / 1_000)
        return [
          { Id, Label: Metric.MetricName, Timestamps, Values: newest.map(([, sum]) => sum), StatusCode: 'Complete' },
        ]
      })
      return jsonAnswer(200, { MetricDataResults: results, Messages: [] })
    } catch {
      return jsonAnswer(400, { __type: 'SerializationException', message: 'The body is not what GetMetricData takes.' })
    }
  }
