/** The part of SES v2's SendEmail that Earshot uses. */
export type SendEmailRequest = {
  FromEmailAddress?: string
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] }
  Content?: {
    Simple?: {
      Subject?: { Data?: string }
      Body?: { Text?: { Data?: string }; Html?: { Data?: string } }
      Headers?: { Name?: string; Value?: string }[]
    }
  }
  EmailTags?: { Name?: string; Value?: string }[]
  ConfigurationSetName?: string
}

/** An error as SES answers it: HTTP status, name, words. */
export type Refusal = { status: number; code: string; message: string }

const bad = (message: string): Refusal => ({ status: 400, code: 'BadRequestException', message })

/** Headers that SES writes itself, or takes from other fields of the request. */
const OWN_HEADERS = new Set(
  [
    ...['BCC', 'CC', 'Content-Disposition', 'Content-Type', 'Content-Transfer-Encoding', 'Date', 'From'],
    ...['Message-ID', 'MIME-Version', 'Reply-To', 'Return-Path', 'Sender', 'Source', 'Subject', 'To'],
  ].map((name) => name.toLowerCase()),
)

const headerProblem = ({ Name = '', Value = '' }: { Name?: string; Value?: string }): string | undefined => {
  if (!/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(Name))
    return 'a header name must be 1 to 126 printable ASCII characters without a colon'
  if (!/^[\x20-\x7e]*$/.test(Value)) return `the value of header ${Name} must be printable ASCII`
  if (Value.length > 995) return `the value of header ${Name} is longer than 995 characters`
  if (Name.length + Value.length > 996) return `header ${Name} is longer than 996 characters`
  if (OWN_HEADERS.has(Name.toLowerCase())) return `header ${Name} is not allowed in Headers`
  return undefined
}

/** The bare address of `Name <address>` or `address`. */
export const addressOf = (mailbox: string): string => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim()

const ADDRESS = /^[\x21-\x7e]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/
const TAG = /^[A-Za-z0-9_-]{1,256}$/
const TAG_VALUE = /^[A-Za-z0-9_.@-]{1,256}$/

const verified = (address: string, identities: readonly string[]): boolean => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return identities.some((name) => {
    const identity = name.toLowerCase()
    return identity === address.toLowerCase() || identity === domain || domain.endsWith(`.${identity}`)
  })
}

type Rule = (request: SendEmailRequest, world: World) => Refusal | undefined
/** What SES knows: verified identities (undefined: any) and configuration sets by name. */
export type World = { identities: readonly string[] | undefined; configurationSets: ReadonlySet<string> }

const RULES: readonly Rule[] = [
  ({ Content }) => (Content?.Simple ? undefined : bad('the local SES knows Simple content only')),
  ({ FromEmailAddress: from = '' }) =>
    /^[\x20-\x7e]+$/.test(from) && ADDRESS.test(addressOf(from))
      ? undefined
      : bad("FromEmailAddress: missing final '@domain'"),
  ({ FromEmailAddress: from = '' }, { identities }) =>
    !identities || verified(addressOf(from), identities)
      ? undefined
      : {
          status: 400,
          code: 'MessageRejected',
          message: `Email address is not verified. The following identities failed the check: ${addressOf(from)}`,
        },
  ({ Destination: to = {} }) =>
    [...(to.ToAddresses ?? []), ...(to.CcAddresses ?? []), ...(to.BccAddresses ?? [])].length === 1
      ? undefined
      : bad('Destination: the local SES takes exactly one recipient per call, because events and tags are per message'),
  ({ Destination }) =>
    (Destination?.ToAddresses ?? []).every((to) => /^[\x20-\x7e]+$/.test(to) && ADDRESS.test(addressOf(to)))
      ? undefined
      : bad('Destination: domain contains illegal character, or the address has none'),
  ({ Content }) => {
    const subject = Content?.Simple?.Subject?.Data
    if (!subject) return bad('Subject.Data is missing')
    return /[\r\n]/.test(subject) ? bad('Subject.Data must be one line') : undefined
  },
  ({ Content }) => {
    const { Text, Html } = Content?.Simple?.Body ?? {}
    return Text?.Data || Html?.Data ? undefined : bad('Body: Text or Html is needed')
  },
  ({ Content }) => {
    const problem = (Content?.Simple?.Headers ?? []).map(headerProblem).find((found) => found !== undefined)
    return problem ? bad(problem) : undefined
  },
  ({ Content }) => {
    const names = (Content?.Simple?.Headers ?? []).map(({ Name = '' }) => Name.toLowerCase())
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    return twice ? bad(`header ${twice} occurs twice`) : undefined
  },
  ({ EmailTags = [] }) =>
    EmailTags.every(({ Name = '', Value = '' }) => TAG.test(Name) && TAG_VALUE.test(Value))
      ? undefined
      : bad('EmailTags: only A-Z a-z 0-9 _ - (and . @ in values), 1 to 256 characters'),
  ({ ConfigurationSetName: name }, { configurationSets }) =>
    !name || configurationSets.has(name)
      ? undefined
      : { status: 404, code: 'NotFoundException', message: `Configuration set <${name}> does not exist.` },
]

/** @returns how SES would refuse a request; undefined when it would take it */
export const refusalOf = (request: SendEmailRequest, world: World): Refusal | undefined => {
  for (const rule of RULES) {
    const refusal = rule(request, world)
    if (refusal) return refusal
  }
  return undefined
}
