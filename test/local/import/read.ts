import type { Folder } from '../../../local/import/folder.ts'
import type { FormatAsk } from '../../../local/import/formats.ts'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'

/** Chunks of a text, cut at every `size` bytes, so that cuts fall everywhere. */
export const chunksOf = async function* (text: string | Buffer, size = 7): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const all = async <T>(things: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = []
  for await (const thing of things) list.push(thing)
  return list
}

/** A folder that is not on a disk. */
export const folderOf = (files: Record<string, string | object>): Folder => {
  const text = (name: string): string => {
    const content = files[name] ?? ''
    return typeof content === 'string' ? content : JSON.stringify(content, null, 1)
  }
  return {
    names: Object.keys(files).sort(),
    size: (name) => Buffer.byteLength(text(name)),
    open: (name) => chunksOf(text(name), 1_000),
    close: async () => {},
  }
}

export const SETTINGS = {
  discourse: { type: 'discourse', instance: 'https://forum.example' },
  github: { type: 'github', repositories: ['acme/*'] },
  slack: { type: 'slack', team: 'T01', channels: ['*'] },
  standard: { type: 'standard' },
} satisfies Record<string, SourceSettings>

export const askOf = (
  source: keyof typeof SETTINGS,
  files: Record<string, string | object>,
  over: Partial<FormatAsk> = {},
): FormatAsk & { notes: string[] } => {
  const notes: string[] = []
  return {
    folder: folderOf(files),
    source,
    settings: SETTINGS[source],
    map: new Map(),
    kind: undefined,
    note: (words) => notes.push(words),
    notes,
    ...over,
  }
}
