import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { counted, openFolder } from '../../../local/import/folder.ts'
import { all } from './read.ts'

type Part = {
  name: string
  content: Buffer
  stored?: boolean
  claims?: Partial<{ size: number; crc: number; flags: number }>
}

/** An archive, written by hand as APPNOTE 6.3 says; `claims` makes an entry lie, `is64` writes sizes the long way. */
const zipOf = (parts: readonly Part[], { is64 = false } = {}): Buffer => {
  const locals: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, content, stored = false, claims = {} } of parts) {
    const packed = stored ? content : deflateRawSync(content)
    const { size = content.length, crc = crc32(content), flags = 0 } = claims
    const names = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(stored ? 0 : 8, 8)
    local.writeUInt16LE(names.length, 26)
    locals.push(local, names, packed)
    const extra = Buffer.alloc(is64 ? 28 : 0)
    if (is64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      extra.writeBigUInt64LE(BigInt(size), 4)
      extra.writeBigUInt64LE(BigInt(packed.length), 12)
      extra.writeBigUInt64LE(BigInt(at), 20)
    }
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(stored ? 0 : 8, 10)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(is64 ? 0xffffffff : packed.length, 20)
    central.writeUInt32LE(is64 ? 0xffffffff : size, 24)
    central.writeUInt16LE(names.length, 28)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt32LE(is64 ? 0xffffffff : at, 42)
    list.push(central, names, extra)
    at += local.length + names.length + packed.length
  }
  const entries = Buffer.concat(list)
  const record = Buffer.alloc(is64 ? 76 : 0)
  if (is64) {
    record.writeUInt32LE(0x06064b50, 0)
    record.writeBigUInt64LE(BigInt(entries.length), 40)
    record.writeBigUInt64LE(BigInt(at), 48)
    record.writeUInt32LE(0x07064b50, 56)
    record.writeBigUInt64LE(BigInt(at + entries.length), 64)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(is64 ? 0xffffffff : entries.length, 12)
  end.writeUInt32LE(is64 ? 0xffffffff : at, 16)
  return Buffer.concat([...locals, entries, record, end])
}

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'earshot-zip-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let files = 0
const written = (bytes: Buffer): string => {
  const path = join(dir, `${++files}.zip`)
  writeFileSync(path, bytes)
  return path
}

const contents = async (path: string): Promise<Record<string, string>> => {
  const folder = await openFolder(path)
  const found: Record<string, string> = {}
  try {
    for (const name of folder.names) found[name] = Buffer.concat(await all(folder.open(name))).toString()
  } finally {
    await folder.close()
  }
  return found
}

const TEXT = 'one day of a channel\n'.repeat(500)
const PARTS: Part[] = [
  { name: 'general/', content: Buffer.alloc(0), stored: true },
  { name: 'general/2026-01-02.json', content: Buffer.from(TEXT) },
  { name: 'channels.json', content: Buffer.from('[]'), stored: true },
  { name: 'empty.json', content: Buffer.alloc(0), stored: true },
]

describe('a zip archive', () => {
  it.each([{ is64: false }, { is64: true }])('is read entry by entry, stored and packed (%p)', async (options) => {
    expect(await contents(written(zipOf(PARTS, options)))).toEqual({
      'channels.json': '[]',
      'empty.json': '',
      'general/2026-01-02.json': TEXT,
    })
  })

  it('may have a comment behind its end', async () => {
    expect(
      Object.keys(await contents(written(Buffer.concat([zipOf(PARTS), Buffer.from('made by hand')])))),
    ).toHaveLength(3)
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'a\\..\\b', 'c:/x', 'a/./b'])(
    'with an entry named %s is refused',
    async (name) => {
      await expect(contents(written(zipOf([{ name, content: Buffer.from('x') }])))).rejects.toThrow(/leads out of it/)
    },
  )

  it('ends where an entry unpacks to more than it claims', async () => {
    const bomb = { name: 'a.json', content: Buffer.alloc(50_000_000), claims: { size: 100 } }
    await expect(contents(written(zipOf([bomb])))).rejects.toThrow(/more than the 100 bytes/)
  })

  it.each([
    ['a wrong checksum', { crc: 1 }, /a\.json is damaged/],
    ['less than it claims', { size: 10 }, /a\.json is damaged/],
    ['a password', { flags: 1 }, /encrypted/],
    ['more than anything can have', { size: 3_000_000_000 }, /at most/],
  ])('with %s is told', async (_, claims, message) => {
    const part = { name: 'a.json', content: Buffer.from('[]'), claims }
    await expect(contents(written(zipOf([part])))).rejects.toThrow(message)
  })

  it('that is cut or damaged anywhere is told as such, or read: it never crashes', async () => {
    const whole = zipOf(PARTS)
    for (let at = 4; at < whole.length; at += 7) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      for (const bytes of [whole.subarray(0, at), damaged])
        await contents(written(Buffer.from(bytes))).catch((error: unknown) => {
          expect((error as Error).name).toBe('ImportError')
        })
    }
  })
})

describe('a folder', () => {
  it('is its files by relative names, without what links lead to', async () => {
    const root = join(dir, 'folder')
    mkdirSync(join(root, 'general'), { recursive: true })
    writeFileSync(join(root, 'general', 'day.json'), '[1]')
    writeFileSync(join(root, 'channels.json'), '[]')
    symlinkSync('/etc/passwd', join(root, 'secret.json'))
    let bytes = 0
    const folder = counted(await openFolder(root), (length) => {
      bytes += length
    })
    expect(folder.names).toEqual(['channels.json', 'general/day.json'])
    await all(folder.open('general/day.json'))
    expect([bytes, folder.size('general/day.json')]).toEqual([3, 3])
  })

  it('may be one file; what is not there is told', async () => {
    const path = written(Buffer.from('{}'))
    expect(await contents(path)).toEqual({ [path.split('/').at(-1) ?? '']: '{}' })
    await expect(openFolder(join(dir, 'nothing'))).rejects.toThrow(/cannot be opened/)
  })
})
