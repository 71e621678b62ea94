import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tokensOf } from '../../shared/domain/understand/embedded/tokens.ts'
import type { Lexicon } from '../../shared/domain/understand/embedded/valence.ts'

/**
 * Our own values for the emoji that people use most; VADER's list has none. Those said in joy as often as in sorrow (tears,
 * fire) are left out: better no value than a wrong one.
 */
const EMOJI: readonly (readonly [number, string])[] = [
  [3, '😍 🥰 ❤ 💖 💕 🤩 😻 💯 🏆'],
  [2.3, '😀 😃 😄 😁 😊 🎉 🥳 😘 🙌 👏 💗 💙 💚 💜 🧡 💛 🤗 😎 ✨ 👌 👍 🙏 ⭐ 🌟 ☺'],
  [1.3, '🙂 🤣 😉 😌 😋 😅 💪 ✅ 😇 🤞 😆'],
  [-1.3, '😐 😕 🙁 😬 🙄 😒 😑 😔 😓'],
  [-2.3, '😞 😢 😟 😩 😫 😖 😣 ☹ 👎 💔 😰 😨 🤦 😤 😱 ❌ 🤢'],
  [-3, '😠 😡 🤬 🤮 💩 🖕 👿'],
]
/** VADER's words and faces with their mean rating, as a tab-separated file of the package `vader-sentiment`. */
const vaderEntries = (): [string, number][] =>
  readFileSync(createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt'), 'utf8')
    .split('\n')
    .flatMap((line): [string, number][] => {
      const [form = '', value] = line.split('\t')
      return form && value ? [[form, Number(value)]] : []
    })

const emojiEntries = (): [string, number][] =>
  EMOJI.flatMap(([value, list]) => list.split(' ').map((one): [string, number] => [one, value]))

/**
 * The lexicon by the forms that our tokens have. An entry that is no single token can never be met, and one made of digits
 * would be met by every number: both are left out.
 */
export const readLexicon = (): Lexicon => {
  const lexicon = new Map<string, number>()
  for (const [entry, value] of [...vaderEntries(), ...emojiEntries()]) {
    const [token, more] = tokensOf(entry)
    if (!token || more || (token.kind === 'word' && token.form.includes('0'))) continue
    if (token.kind === 'word' || token.form === entry.toLowerCase()) lexicon.set(token.form, value)
  }
  return new Map([...lexicon].sort(([a], [b]) => (a < b ? -1 : 1)))
}
