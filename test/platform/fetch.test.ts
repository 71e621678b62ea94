import type { lookup } from 'node:dns'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkHost, FetchError, fetchWith, publicFetch, retryAfterOf } from '../../shared/platform/fetch.ts'
import { isPublicAddress } from '../../shared/platform/public-address.ts'
import { startWeb, type Web } from '../support/web.ts'

let web: Web
beforeAll(async () => {
  web = await startWeb()
})
afterAll(() => web.close())

/** A name that leads wherever the test says, each time it is asked. */
const leadingTo = (...answers: string[][]): { resolve: typeof lookup; asked: string[] } => {
  const asked: string[] = []
  const resolve = (name: string, _: unknown, answer: (error: null, addresses: object[]) => void): void => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(name)
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { resolve: resolve as unknown as typeof lookup, asked }
}

const failing = async (work: Promise<unknown>): Promise<FetchError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof FetchError) return error
  throw new Error(`Expected a FetchError, got ${String(error)}.`)
}

describe('addresses of the public internet', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'])(
    'are: %s',
    (one) => expect(isPublicAddress(one)).toBe(true),
  )

  it.each([
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
    ...['169.254.169.254', '169.254.170.2', '224.0.0.1', '255.255.255.255', '198.18.0.1', '203.0.113.9'],
    ...['::1', '::', 'fe80::1', 'fd00:ec2::254', 'fc00::1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1'],
    ...['2002:7f00:1::', '2001:db8::1', '2001::1', 'ff02::1', 'localhost', '', '1.2.3', '999.1.1.1.1'],
  ])('are not: %s', (one) => expect(isPublicAddress(one)).toBe(false))

  it('are never an IPv4 address inside of an IPv6 one that is not global', () => {
    fc.assert(fc.property(fc.ipV4(), (v4) => !isPublicAddress(`::ffff:${v4}`) && !isPublicAddress(`::${v4}`)))
  })
})

describe('fetching', () => {
  it('asks politely and gives back the body and its headers', async () => {
    web.pages['/feed'] = (_, response) => response.writeHead(200, { etag: '"1"' }).end('hello')
    const { status, headers, body } = await publicFetch(web.url('/feed'), { headers: { 'if-none-match': '"0"' } })
    expect([status, headers.etag, body.toString()]).toEqual([200, '"1"', 'hello'])
    expect(web.asked.at(-1)?.headers).toMatchObject({
      'user-agent': expect.stringContaining('Earshot'),
      'if-none-match': '"0"',
    })
  })

  it('takes 304 for an answer, and no other status that is not 200 to 299', async () => {
    web.pages['/304'] = (_, response) => response.writeHead(304).end()
    web.pages['/410'] = (_, response) => response.writeHead(410).end('gone')
    expect((await publicFetch(web.url('/304'))).status).toBe(304)
    expect(await failing(publicFetch(web.url('/410')))).toMatchObject({ status: 410, retryAfter: undefined })
  })

  it.each([
    [429, '120', 120],
    [503, undefined, 900],
    [503, 'soon', 900],
  ])('hears %s with Retry-After %s', async (status, header, seconds) => {
    web.pages['/busy'] = (_, response) => response.writeHead(status, header ? { 'retry-after': header } : {}).end()
    expect(await failing(publicFetch(web.url('/busy')))).toMatchObject({ status, retryAfter: seconds })
  })

  it('reads Retry-After as seconds or as a date', () => {
    const now = Date.parse('2026-11-21T20:00:00Z')
    expect(retryAfterOf('Sat, 21 Nov 2026 20:01:00 GMT', now)).toBe(60)
    expect(retryAfterOf('Sat, 21 Nov 2026 19:01:00 GMT', now)).toBe(0)
    expect(retryAfterOf(' 7 ', now)).toBe(7)
    expect(retryAfterOf('soon', now)).toBeUndefined()
  })

  it('follows a redirect on the same host, and none to another', async () => {
    const other = await startWeb({ '/x': 'secret' })
    web.pages['/moved'] = (_, response) => response.writeHead(301, { location: '/new' }).end()
    web.pages['/new'] = 'there'
    web.pages['/away'] = (_, response) => response.writeHead(302, { location: other.url('/x') }).end()
    web.pages['/meta'] = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    web.pages['/file'] = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    web.pages['/loop'] = (_, response) => response.writeHead(302, { location: '/loop' }).end()
    web.pages['/none'] = (_, response) => response.writeHead(302).end()
    expect((await publicFetch(web.url('/moved'))).body.toString()).toBe('there')
    for (const path of ['/away', '/meta', '/file'])
      expect((await failing(publicFetch(web.url(path)))).message).toContain('another host')
    expect((await failing(publicFetch(web.url('/loop')))).message).toContain('more than')
    await failing(publicFetch(web.url('/none')))
    expect(other.asked).toEqual([])
    await other.close()
  })

  it('stops at a body that is larger than it may be, as it comes or unpacked', async () => {
    const large = Buffer.alloc(200_000, 'x')
    web.pages['/large'] = large
    web.pages['/bomb'] = gzipSync(large)
    web.pages['/endless'] = (request, response) => {
      const more = setInterval(() => response.write(Buffer.alloc(50_000)), 1)
      request.on('close', () => clearInterval(more))
    }
    for (const path of ['/large', '/bomb', '/endless'])
      expect((await failing(publicFetch(web.url(path), { most: 100_000 }))).message).toContain('100000')
    expect((await publicFetch(web.url('/bomb'))).body.equals(large)).toBe(true)
  })

  it('waits no longer than it has patience, whether nothing comes or one byte at a time', async () => {
    web.pages['/silent'] = () => undefined
    web.pages['/drip'] = (request, response) => {
      const more = setInterval(() => response.write('x'), 20)
      request.on('close', () => clearInterval(more))
    }
    for (const path of ['/silent', '/drip'])
      expect((await failing(publicFetch(web.url(path), { patience: 200 }))).message).toContain('too long')
  })

  it('says so when nobody is there', async () => {
    const gone = await startWeb()
    await gone.close()
    expect(await failing(publicFetch(gone.url('/')))).toMatchObject({ status: 0 })
  })
})

describe('addresses that are not fetched', () => {
  it.each([
    'http://blog.example/feed',
    'http://127.0.0.2/feed',
    'http://localhost/feed',
    'https://127.0.0.1/feed',
    'https://2130706433/feed',
    'https://0x7f.1/feed',
    'https://[::1]/feed',
    'https://[::ffff:10.0.0.1]/feed',
    'https://169.254.169.254/latest/meta-data',
    'https://me:secret@blog.example/feed',
    'file:///etc/passwd',
    'ftp://blog.example/feed',
    'no address',
  ])('%s', async (address) => {
    const { resolve, asked } = leadingTo(['127.0.0.1'])
    await failing(fetchWith(resolve)(address))
    expect(asked).toEqual([])
  })

  it('a name that leads into a private network, even if only one of its addresses does', async () => {
    for (const addresses of [['127.0.0.1'], ['10.0.0.1'], ['93.184.216.34', '169.254.169.254'], ['::1'], []]) {
      const { resolve } = leadingTo(addresses)
      const error = await failing(fetchWith(resolve)('https://blog.example/feed', { patience: 2_000 }))
      expect(error.message).toMatch(/public internet|no address/)
    }
  })

  it('a name that changes its mind: what is looked up is what is connected to, and it is looked at each time', async () => {
    const { resolve, asked } = leadingTo(['93.184.216.34'], ['127.0.0.1'])
    await checkHost('https://blog.example/', resolve)
    expect((await failing(fetchWith(resolve)('https://blog.example/', { patience: 2_000 }))).message).toContain(
      'public',
    )
    expect(asked).toEqual(['blog.example', 'blog.example'])
  })

  it('for streams, too', async () => {
    for (const [address, addresses] of [
      ['wss://jetstream.example/subscribe', ['10.0.0.1']],
      ['wss://jetstream.example/subscribe', []],
      ['wss://127.0.0.1/subscribe', []],
      ['wss://[fd00::1]/subscribe', []],
      ['nothing', []],
    ] as const)
      await failing(checkHost(address, leadingTo([...addresses]).resolve))
    await checkHost('wss://93.184.216.34/subscribe')
    await checkHost('ws://127.0.0.1:1/subscribe')
  })
})
