import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { workOn } from '../../../functions/nudge/deciding.ts'
import { createDecision, newDecision } from '../../../shared/store/decisions.ts'
import { keys } from '../../../shared/store/keys.ts'
import { NOON, recipe } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { type ChoicesWorld, openChoices } from './choices-world.ts'
import { ADDRESS, AUTHOR, EMAIL } from './send-world.ts'
import { planning } from './world.ts'

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
})
afterEach(() => world.close())

it('whoever is asked whether an address is theirs is asked in the language of their account', async () => {
  const german = { profile: { language: { v: 'de-AT', at: NOON } } }
  await world.put(
    ...personItems([
      { iid: AUTHOR, ...german },
      { iid: EMAIL, address: ADDRESS },
    ]),
    { ...keys.preferences(EMAIL), type: 'preferences', ver: 99, topics: {} },
  )
  await world.consent({ source: 'crm', id: 'crm', at: '2026-02-01T00:00:00.000Z' })
  const help = recipe({ unless: [], after: '0m' })
  const subject = { platform: 'earshot', id: 'stage:use', kind: 'stage', at: world.now(), of: 'use' }
  const decision = newDecision(help, {
    ...{ subject: { ...subject, event: 'stage.reached' as const }, iid: AUTHOR, personId: 'p', now: world.now() },
    keepDays: 400,
  })
  await createDecision(world.table, decision)
  const asked: unknown[] = []
  await workOn(
    planning(world.table, {
      recipes: [help],
      settings: world.deps.settings,
      ask: async (...words) => void asked.push(words),
    }),
    decision,
    world.now(),
  )
  expect(asked).toEqual([[EMAIL, 'de']])
})
