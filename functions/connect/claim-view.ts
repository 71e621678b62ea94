import { type Html, html } from '../../shared/domain/html.ts'
import { page } from '../../shared/domain/page.ts'

type Brand = { name: string; address: string; community: string }

const step = (at: number): Html => html`<p class="step">Step ${at} of 3</p>`
const note = (words: string | undefined): Html | false =>
  words !== undefined && html`<p class="note" role="status">${words}</p>`
const token = (value: string): Html => html`<input type="hidden" name="token" value="${value}">`
const action = (name: string, field: string, button: string, quiet = false): Html =>
  html`<form method="post" action="/claim">${token(field)}<button name="do" value="${name}"${quiet && html` class="quiet"`}>${button}</button></form>`

/** Where everything begins. @param problem what was wrong with what they sent; @param address what they had typed */
export const entryPage = (brand: Brand, said: { problem?: string; address?: string; note?: string } = {}): string =>
  page(
    brand,
    'Is this you? Connect your accounts',
    html`${step(1)}${note(said.note)}<p>Tell ${brand.name} that an email address and an account are both yours. You will see exactly what that changes before anything does, and you can take it back at any time.</p>
<form method="post" action="/claim"><label for="address">Your email address</label>${
      said.problem !== undefined && html`<p class="note" id="problem" role="alert">${said.problem}</p>`
    }<input id="address" name="address" type="email" autocomplete="email" inputmode="email" maxlength="254" required${
      said.problem !== undefined && html` aria-invalid="true" aria-describedby="problem"`
    } value="${said.address ?? ''}"><button name="do" value="mail">Send me a link</button></form>
<p class="soft">We send one email with a link, to see that you read this address. It signs you up for nothing.</p>`,
  )

/** The same for every address, whatever is known of it. */
export const mailedPage = (brand: Brand): string =>
  page(
    brand,
    'Look into your inbox',
    html`${step(1)}<p>If we can write to this address, a link is on its way. It works once, for 30 minutes.</p>
<p class="soft">Nothing after a few minutes? Look among unwanted mail, or try again later. We write to an address only a few times a day, and never to one that has told us not to.</p>`,
  )

/** What the mailed link shows; it changes nothing. */
export const openPage = (brand: Brand, address: string): string =>
  page(
    brand,
    'Is this your address?',
    html`${step(1)}<p>You are about to connect an account with <strong>${address}</strong>.</p>
<form method="post"><button>Yes, go on</button></form>
<p class="soft">If you did not ask for this, or this is not your address, close this page. Nothing happens then.</p>`,
  )

/** What people can do to show that an account is theirs. */
export type AccountChoices = {
  address: string
  github: boolean
  /** The code that is live. */
  code?: string | undefined
  tokens: { github: string; code: string; stop: string }
  note?: string | undefined
}

const codePart = ({ code, github, tokens }: AccountChoices): Html =>
  code === undefined
    ? html`<h2>${github ? 'Or post a code' : 'Post a code'}</h2><p>You get a one-time code and post it from your account, anywhere we listen. This works for every platform.</p>${action('code', tokens.code, 'Get a code', github)}`
    : html`<h2>Post this code</h2><p>Write a new post or reply from your account, with exactly this and nothing else:</p><p class="code">${code}</p>
<p class="soft">It works once, today, and only for you: post it only from an account of your own. Editing an older post does not count. Others see the post; you can delete it when you are done here.</p>
<p><a class="button" href="/claim">I have posted it</a></p>${action('code', tokens.code, 'Get another code', true)}`

/** Step 2. */
export const accountPage = (brand: Brand, choices: AccountChoices): string =>
  page(
    brand,
    'Which account is yours?',
    html`${step(2)}${note(choices.note)}<p><strong>${choices.address}</strong> is yours, thank you. Now show that an account is.</p>${
      choices.github &&
      html`<h2>Sign in at GitHub</h2><p>GitHub tells us which account you are, and nothing else. We keep no key to it.</p>${action('github', choices.tokens.github, 'Sign in at GitHub', choices.code !== undefined)}`
    }${codePart(choices)}${action('stop', choices.tokens.stop, 'Stop here', true)}`,
  )

/** A line of what will be connected. */
export type Connected = { what: string; name: string }

/** What step 3 shows. */
export type Agreement = {
  address: string
  account: Connected
  /** What is connected with the address, and with the account, already. */
  withAddress: readonly Connected[]
  withAccount: readonly Connected[]
  tokens: { agree: string; drop: string }
  note?: string | undefined
}

const lines = (all: readonly Connected[]): Html =>
  html`<ul>${all.map(({ what, name }) => html`<li><span>${name}</span><span class="state">${what}</span></li>`)}</ul>`

const already = (words: string, all: readonly Connected[]): Html | false =>
  all.length > 0 && html`<h2>${words}</h2>${lines(all)}`

/** Step 3: what will be connected, what follows, and what does not. */
export const agreePage = (brand: Brand, agreement: Agreement): string => {
  const { address, account, withAddress, withAccount, tokens } = agreement
  return page(
    brand,
    'Connect these?',
    html`${step(3)}${note(agreement.note)}<h2>To be connected</h2>${lines([{ what: 'Email address', name: address }, account])}${already('Comes with the address', withAddress)}${already('Comes with the account', withAccount)}
<h2>What follows</h2><ul class="says"><li>The team at ${brand.name} sees what you wrote and bought under all of these as one person’s.</li><li>Emails about what you write there may come to your address, only if you have agreed, or agree, to them. Whatever you have turned off for one address stays off for all.</li></ul>
<h2>What does not</h2><ul class="says"><li>You are not signed up for any email.</li><li>Nobody else gets to see the connection, and nothing is posted in your name.</li></ul>
<form method="post" action="/claim">${token(tokens.agree)}<button name="do" value="agree">Connect them</button></form>${action('drop', tokens.drop, 'This is not right', true)}
<p class="soft">You can take it back at any time: on the next page, and with the link in the email that we send you.</p>`,
  )
}

/** After agreeing. @param undo the way back */
export const donePage = (
  brand: Brand,
  said: { account: Connected; address: string; undo: string; stop: string },
): string =>
  page(
    brand,
    'They are connected',
    html`<p><strong>${said.account.name}</strong> (${said.account.what}) and <strong>${said.address}</strong> belong together now. If you posted a code, you can delete that post.</p>
<p><a class="button quiet" href="${said.undo}">Take this back</a></p>${action('stop', said.stop, 'Connect another account', true)}`,
  )

/** A limit, or somebody's word, does not let them be one person. */
export const refusedPage = (brand: Brand, stop: string): string =>
  page(
    brand,
    'We could not connect these by ourselves',
    html`<p>Something speaks against it: one of the two belongs to somebody else, as far as we know, or has more accounts than one person usually has. It stays as it is. Write to ${brand.name} if that is wrong.</p>${action('stop', stop, 'Start again', true)}`,
  )

/** Somebody's own word is being carried out. */
export const busyPage = (brand: Brand): string =>
  page(
    brand,
    'Just a moment',
    html`<p>We are connecting them. You will get an email when it is done.</p><p><a class="button" href="/claim">Look again</a></p>`,
  )

/** A page that says one thing and leads back to the beginning. */
export const plainPage = (brand: Brand, title: string, words: string): string =>
  page(brand, title, html`<p>${words}</p><p><a class="button" href="/claim">Start again</a></p>`)

/** The way back. It changes nothing by being looked at. */
export const undoPage = (brand: Brand, said: Connected & { address: string }): string =>
  page(
    brand,
    'Take this back?',
    html`<p><strong>${said.name}</strong> (${said.what}) and <strong>${said.address}</strong> were connected because somebody showed that both are theirs.</p>
<form method="post"><button>Separate them</button></form><p class="soft">Use this also if it was not you. Emails stay as they are: turned off stays off.</p>`,
  )

/** After taking back. @param kept other evidence still holds the two together */
export const undonePage = (brand: Brand, said: { kept: boolean; apart: boolean }): string =>
  page(
    brand,
    said.apart ? 'They stay apart' : 'Taken back',
    html`<p>${
      said.kept
        ? `The claim is taken back. Something else still tells us that the two are one person’s, for example the platform itself. Write to ${brand.name} if that is wrong.`
        : 'The account and the address are two people’s again, as far as we know.'
    }</p>${
      !said.apart &&
      html`<form method="post"><input type="hidden" name="apart" value="yes"><button class="quiet">Never connect these two again</button></form><p class="soft">Only press this if one of the two is not yours: not even you could connect them here any more.</p>`
    }`,
  )

/** When something went wrong on our side. */
export const claimSorryPage = (brand: Brand): string =>
  page(
    brand,
    'That did not work',
    html`<p>Something went wrong here, not on your side. Please try again in a minute; nothing is done twice.</p><p><a class="button" href="/claim">Go back</a></p>`,
  )
