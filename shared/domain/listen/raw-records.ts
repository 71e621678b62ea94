/**
 * Deliveries on their way to the archive. Firehose bills every record as a multiple of 5 KiB and takes records of up to
 * 1,000 KiB, so that many deliveries, a line each, share one.
 */

/** The prefix of the archive under which raw deliveries are, by the hour (UTC) in which they were archived. */
export const RAW_PREFIX = 'raw/'
/** Firehose writes an object when so much has come, or after so long. */
export const RAW_BUFFER = { seconds: 300, megabytes: 64 }

/** The most bytes of a record. Firehose's limit is 1,024,000. */
export const RECORD_BYTES = 1_000_000
/**
 * The most bytes of one call's records. They travel as base64, and Firehose's limit is 4 MiB for the whole call. Records
 * that share what they can are so few in it that its limit of 500 needs no care.
 */
export const CALL_BYTES = 3_000_000

/** A line without its end, and the message that it is. */
export type RawLine = { id: string; text: string }
/** Lines with their ends, and the messages that are in them. */
export type RawRecord = { text: string; ids: string[] }

type Sized = RawRecord & { bytes: number }
type Call = { records: Sized[]; bytes: number }

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const packed = (lines: readonly RawLine[]): Sized[] => {
  const records: Sized[] = []
  for (const { id, text } of lines) {
    const [line, bytes] = [`${text}\n`, bytesOf(text) + 1]
    const last = records.at(-1)
    if (last && last.bytes + bytes <= RECORD_BYTES) {
      last.text += line
      last.ids.push(id)
      last.bytes += bytes
    } else records.push({ text: line, ids: [id], bytes })
  }
  return records
}

/** Whether a line fits into a record. */
export const fitsRecord = ({ text }: RawLine): boolean => bytesOf(text) < RECORD_BYTES

/**
 * Lines as calls of records, in their order; every line is in exactly one record.
 * @param lines lines that fit ({@link fitsRecord}), without line ends in them
 */
export const callsOf = (lines: readonly RawLine[]): RawRecord[][] => {
  const calls: Call[] = []
  for (const record of packed(lines)) {
    const last = calls.at(-1)
    if (last && last.bytes + record.bytes <= CALL_BYTES) {
      last.records.push(record)
      last.bytes += record.bytes
    } else calls.push({ records: [record], bytes: record.bytes })
  }
  return calls.map(({ records }) => records.map(({ text, ids }) => ({ text, ids })))
}
