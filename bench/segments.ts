import './support/help.ts'

import { simulate } from '../test/domain/score/segments/simulation.ts'

/**
 * Segments evaluated on change and when due, over months of people's lives, against asking the deeds themselves every day, and
 * against an hourly scan. `npm run bench:segments -- [people] [segments] [days]`; fails when one answer differs.
 */

const [people = 300, segments = 200, days = 120] = process.argv.slice(2).map(Number)
const { checks, mismatches, evaluations, hourly, moves, took } = simulate({ seed: 2_026, people, segments, days })

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

say(`${segments} segments, ${people} people, ${days} days`)
say(`evaluations        ${evaluations.toLocaleString('en')}`)
say(`an hourly scan     ${hourly.toLocaleString('en')}, ${(hourly / evaluations).toFixed(1)} times as many`)
say(`entered or left    ${moves.toLocaleString('en')}`)
say(`each evaluation    ${((1_000 * took) / evaluations).toFixed(2)} µs`)
say(`daily checks       ${checks.toLocaleString('en')}, ${mismatches.length} mismatches`)
for (const mismatch of mismatches) say(`  ${mismatch}`)
if (mismatches.length > 0) process.exitCode = 1
