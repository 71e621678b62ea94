import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ImportError } from './found.ts'
import { zipFolder } from './zip.ts'

/** What is imported, as named files: a folder, a zip archive, or one file. Names are relative, with `/`, in order. */
export type Folder = {
  names: readonly string[]
  /** Bytes of a file, unpacked. */
  size(name: string): number
  open(name: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** More files than this are no export but somebody's whole disk. */
const MOST_FILES = 500_000
const DEEPEST = 4

const sizesUnder = async (root: string): Promise<Map<string, number>> => {
  const sizes = new Map<string, number>()
  const walk = async (under: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, under), { withFileTypes: true })
    for (const entry of entries) {
      const name = under ? `${under}/${entry.name}` : entry.name
      // Links are not followed: they may lead anywhere.
      if (entry.isDirectory() && depth < DEEPEST) await walk(name, depth + 1)
      if (entry.isFile()) sizes.set(name, (await stat(join(root, name))).size)
      if (sizes.size > MOST_FILES) throw new ImportError(`${root} holds more than ${MOST_FILES} files.`)
    }
  }
  await walk('', 0)
  return sizes
}

const inFolder = (root: string, sizes: ReadonlyMap<string, number>): Folder => ({
  names: [...sizes.keys()].sort(),
  size: (name) => sizes.get(name) ?? 0,
  open: (name) => createReadStream(join(root, name)),
  close: async () => {},
})

const isZip = async (path: string): Promise<boolean> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && /^PK(\x03\x04|\x05\x06)$/.test(buffer.toString('latin1'))
  } finally {
    await file.close()
  }
}

/**
 * Opens what is to be imported.
 * @throws ImportError when nothing is there
 */
export const openFolder = async (path: string): Promise<Folder> => {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ImportError(`${path} cannot be opened; expected a file, a folder or a zip archive.`, { cause })
  })
  if (found.isDirectory()) return inFolder(path, await sizesUnder(path))
  if (!found.isFile()) throw new ImportError(`${path} is neither a file nor a folder.`)
  if (await isZip(path)) return await zipFolder(path)
  return inFolder(dirname(path), new Map([[basename(path), found.size]]))
}

/** A folder that tells how many bytes were read of it. */
export const counted = (folder: Folder, tell: (bytes: number) => void): Folder => ({
  ...folder,
  open: async function* (name) {
    for await (const chunk of folder.open(name)) {
      tell(chunk.length)
      yield chunk
    }
  },
})
