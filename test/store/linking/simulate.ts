import { seededRandom } from '../../../local/random.ts'
import type { Pair } from '../../../shared/domain/connect/cluster.ts'
import { link } from '../../../shared/store/link.ts'
import type { EvidenceKind } from '../../../shared/store/link-items.ts'
import { resolvePerson } from '../../../shared/store/people.ts'
import { unlink } from '../../../shared/store/split.ts'
import type { Table } from '../../../shared/store/table.ts'
import { CrashError, crashing } from '../ingest-bench.ts'
import { AT, evidence, flaws, found, reference, see } from './world.ts'

/** How much happens in one simulated world. */
export type Size = { identities: number; evidence: number; retractions: number; late: number; workers: number }

/** What one world came to: what was wrong, and how much happened. */
export type Told = { problems: string[]; calls: number; crashes: number; reads: number }

type Edge = Pair & { kind: EvidenceKind }
type Step = (table: Table) => Promise<unknown>

const KINDS: readonly EvidenceKind[] = ['agent', 'claim', 'crm']

/** Random evidence between distinct identities, each pair and kind once. */
const edgesOf = (iids: readonly string[], count: number, random: () => number): Edge[] => {
  const edges = new Map<string, Edge>()
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  for (let tries = 0; edges.size < count && tries < count * 20; tries++) {
    const [a, b] = [pick(iids), pick(iids)].sort() as [string, string]
    const edge = { a, b, kind: pick(KINDS) }
    if (a !== b) edges.set(`${a} ${b} ${edge.kind}`, edge)
  }
  return [...edges.values()]
}

const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => ({ one, at: random() }))
    .sort((x, y) => x.at - y.at)
    .map(({ one }) => one)

/**
 * One world: evidence delivered twice by several workers at once, each of whose calls may be the last before or after which
 * it is killed; then retractions, together with new evidence and redeliveries of the old. Readers read all the while. After
 * each phase the persons have to be those of a union of the evidence that holds.
 */
export const simulate = async (table: Table, seed: number, size: Size): Promise<Told> => {
  const random = seededRandom(seed)
  const iids = Array.from({ length: size.identities }, (_, at) => `w${seed}n${at}:x`)
  const told: Told = { problems: [], calls: 0, crashes: 0, reads: 0 }
  const dying = crashing(table, () => {
    told.calls += 0.5
    const dies = random() < 0.05
    told.crashes += Number(dies)
    return dies
  })
  const run = async (steps: readonly Step[]): Promise<void> => {
    const queue = shuffled(steps, random)
    const work = async () => {
      for (let step = queue.pop(); step; step = queue.pop()) {
        try {
          await step(dying)
        } catch (error) {
          if (!(error instanceof CrashError)) throw error
          queue.unshift(step)
        }
      }
    }
    let over = false
    const read = async () => {
      while (!over) {
        const iid = iids[Math.floor(random() * iids.length)] ?? ''
        const person = (await resolvePerson(table, iid))?.person
        told.reads += 1
        if (!person || !(iid in person.ids))
          told.problems.push(`seed ${seed}: a read of ${iid} found no person of its own`)
        await new Promise((wake) => setTimeout(wake, 2))
      }
    }
    const reading = read()
    await Promise.all(Array.from({ length: size.workers }, work))
    over = true
    await reading
  }
  const check = async (phase: string, holds: readonly Edge[]): Promise<void> => {
    const [is, should] = [await found(table, iids), reference(iids, holds)]
    for (const iid of iids)
      if (is[iid] !== should[iid])
        told.problems.push(`seed ${seed}, ${phase}: ${iid} is ${is[iid]}, expected ${should[iid]}`)
    told.problems.push(...(await flaws(table, iids)).map((flaw) => `seed ${seed}, ${phase}: ${flaw}`))
  }
  const tell =
    (edge: Edge): Step =>
    (on) =>
      link(on, evidence(edge.a, edge.b, edge))
  await see(table, ...iids)
  const all = edgesOf(iids, size.evidence + size.late, random)
  const [early, late] = [all.slice(0, size.evidence), all.slice(size.evidence)]
  await run([...early, ...early].map(tell))
  await check('after links', early)
  const gone = shuffled(early, random).slice(0, size.retractions)
  const takeBack = gone.map(
    (edge): Step =>
      (on) =>
        unlink(on, edge, { by: 'user:ann', at: AT }),
  )
  await run([...takeBack, ...takeBack, ...late.map(tell), ...gone.map(tell)])
  const holds = all.filter((edge) => !gone.includes(edge))
  await check('after retractions', holds)
  await run(all.map(tell))
  await check('after redelivery', holds)
  return told
}
