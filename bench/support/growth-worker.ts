import { deliver, openAt, unjudging } from './ingest-work.ts'
import { complaint, post, reply } from './mentions.ts'

/**
 * The worker in a process of its own, so that its instructions can be counted without those of the table:
 * `node growth-worker.ts URL FIRST ROUNDS` hears six deliveries a round, behind the person `ann` and in the thread `busy`, with
 * numbers from FIRST on.
 */
const [url = '', first = '', rounds = ''] = process.argv.slice(2)
const place = { author: 'ann', thread: 'busy' }

const worker = unjudging(openAt(url))
for (let round = 0; round < Number(rounds); round++) {
  const n = Number(first) + 3 * round
  const mine = { n, ...place }
  await deliver(worker, [post({ n: n + 2, author: `stranger${n}`, thread: `quiet${n}` })])
  await deliver(worker, [post(mine)])
  await deliver(worker, [post(mine)])
  await deliver(worker, [reply({ n: n + 1, author: 'bob', thread: 'busy', parent: n, to: 'ann' })])
  await deliver(worker, [post({ ...mine, version: 1, text: `${complaint(n)} Edited.` })])
  await deliver(worker, [post({ ...mine, version: 2, deleted: true })])
}
