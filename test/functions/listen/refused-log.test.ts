import { describe, expect, it } from '@jest/globals'
import { agentOf, refusedLine } from '../../../functions/listen/refused-log.ts'
import { readRequest } from '../../../functions/listen/request.ts'
import { doorEvent } from '../../support/door.ts'

describe('the kind of program that sent a delivery', () => {
  it.each([
    ['GitHub-Hookshot/044aadd', 'github'],
    ['Slackbot 1.0 (+https://api.slack.com/robots)', 'slack'],
    ['Amazon Simple Notification Service Agent', 'sns'],
    ['FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)', 'google'],
    ['curl/8.5.0', 'program'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'browser'],
    ['Mozilla/5.0 (compatible; SomeBot/2.1)', 'bot'],
    ['Jim Davies <jim@mail.example>', 'other'],
    ['', 'none'],
  ])('of %s is %s', (userAgent, agent) => {
    expect(agentOf(userAgent)).toBe(agent)
  })
})

describe('the line of a refused delivery', () => {
  const lineOf = (headers: Record<string, string>, body: string) => {
    const event = doorEvent('forum', 'token', { headers, body })
    return refusedLine('forum', 'malformed', readRequest(event), event)
  }

  it('has forty names of headers at most, and none that could be more than a name', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`x-header-${100 + at}`, '1']))
    expect(lineOf(many, '{}').headers).toHaveLength(40)
    expect(lineOf({ 'x-ok': '1', [`x-${'a'.repeat(80)}`]: '1', 'jim@mail.example': '1' }, '{}').headers).toEqual([
      'x-ok',
    ])
  })

  it('says of a body that was not looked at that it has no size', () => {
    expect(lineOf({}, 'x'.repeat(5_000_001)).size).toBe(-1)
    expect(lineOf({}, 'xx').size).toBe(2)
  })
})
