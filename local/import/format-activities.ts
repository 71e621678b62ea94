import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { parseJson } from '../../shared/sources/json.ts'
import { columnsOf } from './columns.ts'
import { csvRecordsOf } from './csv.ts'
import type { FormatAsk } from './formats.ts'
import type { Found } from './found.ts'
import { linesOf } from './lines.ts'
import { CellError } from './values.ts'

/** Bytes of a line, characters of a record: an activity's text has at most 100,000 characters. */
const MOST = 1_000_000

/** JSON lines: one activity a line, as docs/activity.md has it. */
export const readJsonl = async function* ({ folder }: FormatAsk): AsyncIterable<Found> {
  for (const file of folder.names) {
    for await (const line of linesOf(folder.open(file), MOST)) {
      const place = { file, line: line.line }
      if ('problem' in line) {
        yield { ...place, problem: line.problem }
        continue
      }
      try {
        yield { ...place, activity: { ...parseJson(line.bytes) } }
      } catch (error) {
        if (!(error instanceof MalformedDeliveryError)) throw error
        yield { ...place, problem: error.message.replaceAll('The body', 'The line') }
      }
    }
  }
}

/** CSV: one activity a row, columns by their names. */
export const readCsv = async function* ({ folder, map, kind, note }: FormatAsk): AsyncIterable<Found> {
  for (const file of folder.names) {
    let columns: ReturnType<typeof columnsOf> | undefined
    for await (const record of csvRecordsOf(folder.open(file), MOST)) {
      const place = { file, line: record.line }
      if ('problem' in record) {
        yield { ...place, problem: record.problem }
      } else if (!columns) {
        columns = columnsOf(record.fields, map, kind)
        if (columns.unused.length > 0) note(`Not used: ${columns.unused.join(', ')}.`)
      } else {
        try {
          yield { ...place, activity: columns.activityOf(record.fields) }
        } catch (error) {
          if (!(error instanceof CellError)) throw error
          yield { ...place, problem: error.message }
        }
      }
    }
  }
}
