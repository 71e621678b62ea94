import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import type { Folder } from './folder.ts'
import { ImportError } from './found.ts'

/**
 * Reads zip archives (PKWARE APPNOTE 6.3): stored and deflated entries, zip64, one entry at a time, in constant memory.
 * Nothing is ever unpacked to disk; an entry whose name leads out of the archive is refused all the same, and one that
 * unpacks to more than it says, or to more than a text file of an export can be, ends there.
 */

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
/** The longest comment that can follow the end record. */
const LONGEST_TAIL = 65_535 + 22
/** Bytes of the list of entries, and of one entry unpacked. */
const LARGEST_LIST = 200_000_000
const LARGEST_ENTRY = 2_000_000_000
const FULL_32 = 0xffffffff

type Entry = { name: string; method: number; crc: number; packed: number; size: number; at: number; encrypted: boolean }

const broken = (path: string, what: string): ImportError =>
  new ImportError(
    `${path} is no zip archive that can be read: ${what}. Export it once more, or unpack it and import the folder.`,
  )

const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

type List = { at: number; length: number }

const listOf = async (file: FileHandle, path: string, size: number): Promise<List> => {
  const from = Math.max(0, size - LONGEST_TAIL)
  const tail = await readAt(file, from, size - from)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > tail.length || tail.readUInt32LE(end) !== END) throw broken(path, 'its end is missing')
  const list = { length: tail.readUInt32LE(end + 12), at: tail.readUInt32LE(end + 16) }
  const locator = end - 20
  const is64 = locator >= 0 && tail.readUInt32LE(locator) === LOCATOR64
  if (!is64) return list
  const record = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (record.length < 56 || record.readUInt32LE(0) !== END64) throw broken(path, 'its zip64 end is missing')
  return { length: Number(record.readBigUInt64LE(40)), at: Number(record.readBigUInt64LE(48)) }
}

/** Sizes and places over 4 GB stand in an extra field, in this order, each only where the short one is full. */
const extended = (extra: Buffer, short: { size: number; packed: number; at: number }) => {
  const long = { ...short }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2))
    let next = at + 4
    for (const field of ['size', 'packed', 'at'] as const) {
      if (short[field] !== FULL_32 || next + 8 > end) continue
      long[field] = Number(extra.readBigUInt64LE(next))
      next += 8
    }
  }
  return long
}

const entriesOf = (list: Buffer, path: string): Entry[] => {
  const entries: Entry[] = []
  let at = 0
  while (at + 46 <= list.length) {
    if (list.readUInt32LE(at) !== CENTRAL) throw broken(path, 'its list of entries is damaged')
    const [names, extras, comments] = [28, 30, 32].map((field) => list.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const extra = list.subarray(at + 46 + names, at + 46 + names + extras)
    const short = {
      size: list.readUInt32LE(at + 24),
      packed: list.readUInt32LE(at + 20),
      at: list.readUInt32LE(at + 42),
    }
    entries.push({
      name: list.toString('utf8', at + 46, at + 46 + names),
      method: list.readUInt16LE(at + 10),
      crc: list.readUInt32LE(at + 16),
      encrypted: (list.readUInt16LE(at + 8) & 1) === 1,
      ...extended(extra, short),
    })
    at += 46 + names + extras + comments
  }
  return entries
}

/** Names that lead out of the archive, or mean something else on another system. */
const strays = (name: string): boolean =>
  name.startsWith('/') || /[\\\0]|^[a-z]:/i.test(name) || name.split('/').some((part) => part === '..' || part === '.')

const checked = async function* (chunks: AsyncIterable<Uint8Array>, { name, size, crc }: Entry, path: string) {
  let [length, sum] = [0, 0]
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > size) throw broken(path, `${name} unpacks to more than the ${size} bytes that it claims`)
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (length !== size || sum !== crc) throw broken(path, `${name} is damaged`)
}

const contentOf = async function* (file: FileHandle, path: string, entry: Entry): AsyncIterable<Uint8Array> {
  const { name, method, packed, size, at, encrypted } = entry
  if (encrypted || (method !== 0 && method !== 8))
    throw broken(path, `${name} is encrypted or packed in an unusual way`)
  if (size > LARGEST_ENTRY) throw broken(path, `${name} has ${size} bytes; at most ${LARGEST_ENTRY} are read`)
  const head = await readAt(file, at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw broken(path, `${name} is not where the list says`)
  if (packed === 0) return
  const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const raw = createReadStream(path, { start, end: start + packed - 1 })
  try {
    yield* checked(method === 8 ? raw.pipe(createInflateRaw()) : raw, entry, path)
  } catch (error) {
    if (error instanceof ImportError) throw error
    throw broken(path, `${name} is damaged`)
  } finally {
    raw.destroy()
  }
}

/** @throws ImportError when it is no archive, or one of its entries is not to be trusted */
export const zipFolder = async (path: string): Promise<Folder> => {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { at, length } = await listOf(file, path, size)
    if (length > LARGEST_LIST || at + length > size) throw broken(path, 'its list of entries is damaged')
    const entries = entriesOf(await readAt(file, at, length), path)
    const stray = entries.find(({ name }) => strays(name))
    if (stray) throw broken(path, `the name ${JSON.stringify(stray.name.slice(0, 100))} leads out of it`)
    const files = new Map(entries.filter(({ name }) => !name.endsWith('/')).map((entry) => [entry.name, entry]))
    return {
      names: [...files.keys()].sort(),
      size: (name) => files.get(name)?.size ?? 0,
      open: (name) => {
        const entry = files.get(name)
        if (!entry) throw broken(path, `it has no ${name}`)
        return contentOf(file, path, entry)
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}
