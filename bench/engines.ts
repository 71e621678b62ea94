import './support/help.ts'

import { readFile } from 'node:fs/promises'
import { certain, type Judge } from '../local/comprehend/engine.ts'
import { ENGINE_MODES } from '../shared/domain/understand/engines.ts'
import { cutText, normaliseText } from '../shared/domain/understand/text.ts'
import { embedded } from '../test/support/judging.ts'
import { type EngineRun, runEngines } from './support/engine-run.ts'
import { type Row, readRows, rowsFolder } from './support/sentiment-rows.ts'

/**
 * The engine modes on the same posts: calls and units at the wire, dollars per million mentions, and how often the modes agree.
 *
 *   npm run bench:engines -- [folder of labelled rows, ../shared/data/sentiment]
 *
 * No answer of Amazon Comprehend is among the rows, and the local stand-in is the embedded engine itself, which would agree with
 * itself. So what people said of the posts stands in for Comprehend's answers here; the output says so.
 */

const MENTIONS = 1_500
/** Right answers of 100, Amazon Comprehend on 5,496 labelled tweets in 2020, as the design's research has it. */
const COMPREHEND_RIGHT = 69.4
const STEP = 0.05

const say = (line = ''): unknown => process.stdout.write(`${line}\n`)
const percent = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1).padStart(6)
const asAsked = (text: string): string => cutText(normaliseText(text))

const { prices } = JSON.parse(await readFile(new URL('prices.json', import.meta.url), 'utf8')) as {
  prices: { comprehendUnit: { usd: number } }
}
const dollars = (unitsPerMention: number): string => (unitsPerMention * prices.comprehendUnit.usd * 1e6).toFixed(0)

const held = readRows(rowsFolder(process.argv[2])).filter(({ split }) => split === 'test')
const distinct = [...new Map(held.map((row) => [asAsked(row.text), row])).values()]

say(`by confidence of the embedded engine, ${distinct.length} held-out posts`)
say('confidence     posts   right   asked if this is where "sure" begins: share, $ per million mentions')
const judged = distinct.map((row) => ({ ...embedded().judge(asAsked(row.text), 'en'), truth: row.label.toUpperCase() }))
const bins = Array.from({ length: 14 }, (_, at) => {
  const from = 0.3 + at * STEP
  const inside = judged.filter(({ confidence }) => confidence >= from - 1e-9 && confidence < from + STEP - 1e-9)
  const right = inside.filter(({ label, truth }) => label === truth).length
  const asked = judged.filter(({ confidence }) => confidence < from - 1e-9).length / judged.length
  return { from, posts: inside.length, right: (100 * right) / Math.max(1, inside.length), asked }
})
for (const { from, posts, right, asked } of bins.filter(({ posts }) => posts > 0))
  say(
    `${from.toFixed(2)} to ${(from + STEP).toFixed(2)}${String(posts).padStart(8)}${right.toFixed(1).padStart(8)}${percent(asked, 1).padStart(12)} %${dollars(asked * 3).padStart(8)}`,
  )
const begins = bins.find((_, at) =>
  bins.slice(at).every(({ right, posts }) => posts === 0 || right >= COMPREHEND_RIGHT),
)
say(
  `from ${begins?.from.toFixed(2)} on it is right at least as often as Comprehend on the whole (${COMPREHEND_RIGHT} of 100 tweets)\n`,
)

const sample: readonly Row[] = distinct.filter((_, at) => at % Math.ceil(distinct.length / MENTIONS) === 0)
const truth = new Map(sample.map(({ text, label }) => [asAsked(text), label.toUpperCase()]))
const people: Judge = (text) => certain(truth.get(text) ?? 'NEUTRAL')

const runs = new Map<string, EngineRun>()
for (const mode of ENGINE_MODES)
  runs.set(
    mode,
    await runEngines(
      mode,
      sample.map(({ text }) => text),
      people,
    ),
  )
const peoples = runs.get('comprehend')?.stored ?? []
say(`${sample.length} distinct posts in batches of 25; what people said stands in for Comprehend's answers`)
say('mode          calls/mention   units/mention   $ per million   agrees with "comprehend"')
for (const [mode, { calls, units, stored }] of runs) {
  const agrees = stored.filter(({ label }, at) => label === peoples[at]?.label).length
  const [callsEach, unitsEach] = [calls / sample.length, units / sample.length]
  say(
    `${mode.padEnd(12)}${callsEach.toFixed(3).padStart(15)}${unitsEach.toFixed(2).padStart(16)}${dollars(unitsEach).padStart(16)}${percent(agrees, sample.length).padStart(20)} %`,
  )
}
const asks = runs.get('cascade')?.stored.filter(({ engine }) => engine === 'comprehend').length ?? 0
say(
  'How often cascade agrees with Amazon Comprehend itself cannot be known here: the rows have none of its answers. Whatever it\n' +
    `says, they agree on the ${percent(asks, sample.length).trim()} % that cascade asks it for.\n`,
)

const distinctHere = sample.slice(0, 500)
const thrice = [...distinctHere, ...distinctHere, ...distinctHere]
const repeated = await runEngines(
  'comprehend',
  thrice.map(({ text }) => text),
  people,
)
const changed = repeated.stored.filter(({ label }, at) => label !== truth.get(asAsked(thrice[at]?.text ?? ''))).length
say(
  `two thirds repeats, comprehend: ${(repeated.calls / thrice.length).toFixed(3)} calls and ${(repeated.units / thrice.length).toFixed(2)} units per mention, ${changed} labels changed`,
)
