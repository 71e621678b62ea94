import { describe, expect, it } from '@jest/globals'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { putItems } from '../../support/graph-items.ts'
import { idsOf, jim, jimsApi } from './jims-world.ts'

const { test, ask, askAs } = jimsApi()

describe('people through the API', () => {
  it('are found by handle in any case, by account, and by an id they had before', async () => {
    const person = await askAs('findPerson', '/api/people?handle=github:jimbobrews')
    expect(person).toMatchObject({ id: jim, name: 'Jim Davies', customer: true })
    expect(await askAs('findPerson', '/api/people?identity=standard:9')).toEqual(person)
    expect(await askAs('getPerson', `/api/people/${jim}`)).toEqual(person)
    expect(await askAs('getPerson', `/api/people/${'0'.repeat(26)}`)).toEqual(person)
  })

  it('show what an address may be sent, and of the address only a mask', async () => {
    const answer = await ask('GET', '/api/people?identity=email:abc')
    expect(answer.body).toMatchObject({
      emails: [{ identity: 'email:abc', topics: { answers: { granted: true, basis: 'consent' } } }],
      identities: expect.arrayContaining([expect.objectContaining({ id: 'email:abc', address: 'j***@mail.example' })]),
    })
    expect(JSON.stringify(answer.body)).not.toContain('jim.davies')
  })

  it.each(['/api/people?handle=github:nobody', '/api/people?identity=github:77', '/api/people/x'])(
    'are not there at %s',
    async (path) => {
      expect(await ask('GET', path)).toMatchObject({
        status: 404,
        body: { error: expect.stringContaining('no person') },
      })
    },
  )

  it('want exactly one of handle and identity', async () => {
    expect(await ask('GET', '/api/people')).toMatchObject({ status: 400 })
    expect(await ask('GET', '/api/people?handle=github:a&identity=github:1')).toMatchObject({ status: 400 })
  })

  it('have a timeline over all their accounts', async () => {
    const timeline = await askAs('getTimeline', `/api/people/${jim}/timeline`)
    expect(idsOf(timeline)).toEqual(['standard:o', 'github:a'])
    const first = await askAs('getTimeline', `/api/people/${jim}/timeline?limit=1`)
    const rest = await askAs('getTimeline', `/api/people/${jim}/timeline?limit=1&next=${first.next}`)
    expect(idsOf(rest)).toEqual(['github:a'])
    expect(await ask('GET', '/api/people/x/timeline')).toMatchObject({ status: 404 })
  })
})

describe('decisions through the API', () => {
  it('are those of a person, a recipe or a state', async () => {
    const decisions = [
      ['B', 'praise', 'github:1', 'held', 'no_consent'],
      ['A', 'first-order', 'standard:9', 'sent', 'sent'],
    ] as const
    await putItems(
      test.table,
      decisions.map(([id, recipe, iid, state, reason], hour) => ({
        ...keys.decision(iid, id),
        type: 'decision',
        id,
        recipe,
        recipeVersion: 1,
        topic: 'answers',
        iid,
        personId: birthId(iid),
        subject: { platform: 'github', id: 'a', kind: 'post', at: '2026-11-03T08:00:00.000Z' },
        state,
        reason,
        createdAt: `2026-11-03T0${hour}:00:00.000Z`,
        updatedAt: `2026-11-03T0${hour}:00:00.000Z`,
        at: `2026-11-03T0${hour}:00:00.000Z#${id}`,
        fd: indexKeys.decisionsOfRecipe(recipe, 0),
        th: indexKeys.decisionsInState(state, 0),
      })),
    )
    expect(idsOf(await askAs('listDecisions', '/api/decisions'))).toEqual(['A', 'B'])
    expect(idsOf(await askAs('listDecisions', `/api/decisions?person=${jim}`))).toEqual(['A', 'B'])
    expect(idsOf(await askAs('listDecisions', '/api/decisions?recipe=praise'))).toEqual(['B'])
    expect(idsOf(await askAs('listDecisions', '/api/decisions?state=sent'))).toEqual(['A'])
    expect(idsOf(await askAs('listDecisions', `/api/decisions?person=${birthId('github:99')}`))).toEqual([])
    expect(await ask('GET', '/api/decisions?state=lost')).toMatchObject({ status: 400 })
    expect(await ask('GET', '/api/decisions?person=jim')).toMatchObject({ status: 400 })
  })
})
