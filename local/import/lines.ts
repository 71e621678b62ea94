/** One line of a file; `problem` instead of its bytes when it is longer than a line may be. */
export type Line = { line: number } & ({ bytes: Buffer } | { problem: string })

const LF = 0x0a
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

const withoutEnd = (bytes: Buffer): Buffer => (bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes)

/**
 * The lines of a file that are not empty, as they come; holds one line at a time.
 * @param most bytes that a line may have; a longer one is told as a problem, and the next is read as always
 */
export const linesOf = async function* (chunks: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Line> {
  let parts: Buffer[] = []
  let [length, number] = [0, 1]
  const finish = (): Line | undefined => {
    const here = number
    const all = length > most ? undefined : withoutEnd(Buffer.concat(parts))
    const tooLong = length
    parts = []
    length = 0
    if (!all) return { line: here, problem: `the line has ${tooLong} bytes; at most ${most} fit` }
    const bytes = here === 1 && all.subarray(0, 3).equals(BOM) ? all.subarray(3) : all
    return bytes.toString('latin1').trim() === '' ? undefined : { line: here, bytes }
  }
  const add = (part: Buffer): void => {
    length += part.length
    if (length <= most) parts.push(part)
    else parts = []
  }
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let from = 0
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, from)) {
      add(bytes.subarray(from, at))
      from = at + 1
      const line = finish()
      number++
      if (line) yield line
    }
    add(bytes.subarray(from))
  }
  const last = finish()
  if (last) yield last
}
