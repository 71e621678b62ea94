import type { IncomingMessage } from 'node:http'

type Asked = Pick<IncomingMessage, 'headers'>

/** Names of this machine that no other machine can have: browsers themselves see to it that what ends in `localhost` stays here. */
const HERE = /^(127\.0\.0\.1|([a-z0-9-]+\.)*localhost|\[::1\])(:\d+)?$/

/**
 * Whether a request comes from a page of another site that a browser here has open: by a form or a script, or under a name of that
 * site's own that leads to this machine (DNS rebinding). Such a page must not move the clock, read the inbox or see the doors.
 */
export const isForeign = ({ headers: { host = '', origin } }: Asked): boolean =>
  !HERE.test(host) || (origin !== undefined && origin !== `http://${host}`)

/** Whether a page of any site asks: browsers say so themselves, and programs do not. */
export const isPage = ({ headers: { origin, 'sec-fetch-site': site } }: Asked): boolean =>
  origin !== undefined || site !== undefined
