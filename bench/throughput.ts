import './support/help.ts'

import { readdirSync, readFileSync } from 'node:fs'
import { push } from '../test/support/deliver.ts'
import { type Earshot, startEarshot } from '../test/support/earshot.ts'

/**
 * Deliveries per second through a whole local Earshot, and how much of the processor's time goes to the emulator of AWS
 * (the runner) rather than to Earshot's own functions. The share is a ratio within one run; the rates are this machine's.
 *
 *   npm run bench:throughput -- [deliveries, 600]
 */

const TOTAL = Number(process.argv[2] ?? 600)
const AT_ONCE = 25

const comment = (at: number): object => ({
  action: 'created',
  issue: {
    id: 1_000 + (at % 50),
    number: at % 50,
    title: 'The grinder stops after a minute',
    body: 'It worked yesterday.',
    html_url: `https://github.com/cloud-nine/nimbus/issues/${at % 50}`,
    user: { login: 'opener', id: 1, type: 'User' },
    created_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
  },
  comment: {
    id: 500_000 + at,
    body: `Mine does that too, number ${at}. A firmware update helped, I am happy with it now.`,
    html_url: `https://github.com/cloud-nine/nimbus/issues/${at % 50}#issuecomment-${at}`,
    user: { login: `member${at % 97}`, id: 10_000 + (at % 97), type: 'User' },
    created_at: '2026-11-20T11:00:00Z',
    updated_at: '2026-11-20T11:00:00Z',
  },
  repository: { id: 1, full_name: 'cloud-nine/nimbus', html_url: 'https://github.com/cloud-nine/nimbus' },
  sender: { login: `member${at % 97}`, id: 10_000 + (at % 97), type: 'User' },
})

/** Processor time in clock ticks by process id, and who its parent is: field 4, 14 and 15 of /proc/PID/stat. */
const processes = (): Map<number, { parent: number; ticks: number }> => {
  const found = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      found.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) })
    } catch {
      // It ended while we looked.
    }
  }
  return found
}

/** Ticks of the runner and of the functions under it. */
const ticks = (): { emulator: number; functions: number } => {
  const all = processes()
  const runner = [...all].find(([, { parent }]) => parent === process.pid)?.[0] ?? 0
  const functions = [...all.values()].filter(({ parent }) => parent === runner)
  return { emulator: all.get(runner)?.ticks ?? 0, functions: functions.reduce((sum, one) => sum + one.ticks, 0) }
}

const deliverAll = async (earshot: Earshot, from: number, count: number): Promise<number[]> => {
  const waiting = Array.from({ length: count }, (_, at) => from + at)
  const latencies: number[] = []
  const pusher = async (): Promise<void> => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      const began = performance.now()
      const { status } = await push(earshot, { source: 'github', event: 'issue_comment', body: comment(at) })
      if (status > 299) throw new Error(`Delivery ${at} was answered with ${status}`)
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, pusher))
  return latencies.sort((a, b) => a - b)
}

const earshot = await startEarshot('bench')
try {
  process.stdout.write('Warming up ...\n')
  await deliverAll(earshot, 0, 60)
  await earshot.runner.settle()
  process.stdout.write(`${TOTAL} deliveries, ${AT_ONCE} at a time ...\n`)
  const before = ticks()
  const began = performance.now()
  const latencies = await deliverAll(earshot, 60, TOTAL)
  const accepted = performance.now() - began
  await earshot.runner.settle()
  const drained = performance.now() - began
  const after = ticks()
  const emulator = after.emulator - before.emulator
  const functions = after.functions - before.functions
  const rate = (ms: number): string => `${Math.round((TOTAL / ms) * 1_000)} deliveries/s`
  process.stdout.write(
    [
      `accepted at the door            ${rate(accepted)}, median ${Math.round(latencies[TOTAL >> 1] ?? 0)} ms`,
      `through to the last decision    ${rate(drained)}`,
      `processor time per delivery     ${((emulator + functions) * (10 / TOTAL)).toFixed(1)} ms`,
      `share of the emulator in it     ${Math.round((100 * emulator) / (emulator + functions))} %`,
      '',
    ].join('\n'),
  )
} finally {
  await earshot.stop()
}
