import { isoOf } from '../../shared/domain/time.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import type { IdentityId } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { SesCall } from './ses.ts'

/** Something that was done between two calls: it was begun at one and known to be done at the other. Not done: it failed, or may have. */
export type Deed =
  | { what: 'off'; email: IdentityId; topic: string; from: number; done: number | undefined }
  | { what: 'on'; email: IdentityId; topic: string; from: number; done: number | undefined }
  | { what: 'complained' | 'bounced'; email: IdentityId; from: number; done: number | undefined }
  | { what: 'paused' | 'open'; from: number; done: number | undefined }
  | { what: 'linked' | 'parted'; a: IdentityId; b: IdentityId; from: number; done: number | undefined }

/** An email was reserved: the moment that counts. */
type Reserved = { seq: number; at: number; decision: string; emailIid: IdentityId }
/** The arm of a recipe that somebody was seen to have. */
type Armed = { seq: number; iid: IdentityId; recipe: string; arm: string }

/** Notes what can be seen from outside, apart from what the functions believe. */
export const openFacts = (clock: { now: number }) => {
  const deeds: Deed[] = []
  const reserved: Reserved[] = []
  const arms: Armed[] = []
  /** Decisions of whose emails SES has told, and that was taken in. */
  const told = new Set<string>()
  const changes: { seq: number; at: number; change: ItemChange }[] = []
  const observe = ({ before, after }: ItemChange, seq: number): void => {
    if (after?.type === 'decision')
      changes.push({ seq, at: clock.now, change: { ...(before ? { before } : {}), after } })
    if (after?.type === 'arm') {
      const { recipe, arm, pk } = after as { recipe: string; arm: string; pk: string }
      arms.push({ seq, iid: pk.slice(2), recipe, arm })
    }
    if (after?.type !== 'decision' || after.state !== 'sending' || before?.state === 'sending') return
    const { id, emailIid = '' } = after as DecisionItem
    reserved.push({ seq, at: clock.now, decision: id, emailIid })
  }
  return { deeds, reserved, arms, told, changes, observe }
}

/** What happened, one line each, in its order: for who looks into a problem. */
export const storyOf = ({ deeds, changes }: Facts, calls: readonly SesCall[]): string[] => {
  const lines = [
    ...deeds.map(({ from, done, ...deed }) => ({ seq: from, text: `${JSON.stringify(deed)} done at #${done}` })),
    ...calls.map(({ seq, said, accepted, decision, address }) => ({
      seq,
      text: `SES ${accepted ? 'takes' : 'does not take'} ${decision} to ${address}, and says ${said}`,
    })),
    ...changes.map(({ seq, at, change: { after } }) => {
      const { id, recipe, iid, state, reason, detail = '', until = '' } = after as DecisionItem
      return { seq, text: `${isoOf(at)} ${id} (${recipe} for ${iid}) is ${state}: ${reason} ${detail} ${until}` }
    }),
  ]
  return lines.sort((a, b) => a.seq - b.seq).map(({ seq, text }) => `#${seq} ${text}`)
}
export type Facts = ReturnType<typeof openFacts>
