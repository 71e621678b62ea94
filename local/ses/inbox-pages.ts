import { type Html, html } from '../../shared/domain/html.ts'
import { STYLE } from '../page-style.ts'
import type { Email, MailEvent, MailEventType } from './mailbox.ts'

const page = (title: string, body: Html): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${{ html: STYLE }}</style></head><body>${body}</body></html>`
    .html

const TONE: Record<MailEventType, string> = {
  Send: 'plain',
  Delivery: '',
  DeliveryDelay: 'warn',
  Bounce: 'bad',
  Complaint: 'bad',
  Reject: 'bad',
}

const WORD: Record<MailEventType, string> = {
  Send: 'sent',
  Delivery: 'delivered',
  DeliveryDelay: 'delayed',
  Bounce: 'bounced',
  Complaint: 'complaint',
  Reject: 'rejected',
}

const chip = ({ type, sub }: MailEvent): Html =>
  html`<span class="chip ${TONE[type]}">${WORD[type]}${sub === 'Transient' ? ' for now' : ''}</span>`

const when = (iso: string): Html => html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`

const row = (path: string, email: Email): Html =>
  html`<li><a href="${path}/mail/${email.id}"><div class="who"><span>${email.to.join(', ')}</span>${when(email.at)}</div>
<div class="what">${email.subject}</div><div>${email.events.map(chip)}</div></a></li>`

/** The list of all emails, newest first. */
export const listPage = (path: string, emails: readonly Email[]): string => {
  const list = emails.length
    ? html`<ul class="mails">${emails.map((email) => row(path, email))}</ul>`
    : html`<div class="card empty"><p>No email yet.</p><p>Every email that Earshot sends on this machine arrives here. Nothing leaves the machine.</p></div>`
  const count = emails.length === 1 ? '1 email' : `${emails.length} emails`
  return page(
    'Inbox · Earshot on this machine',
    html`<header class="top"><h1>Inbox</h1><p>${count} · Amazon SES on this machine, nothing leaves it</p></header><main>${list}</main>`,
  )
}

/** Every distinct address that an email links to, in order. */
export const linksOf = (email: Email): string[] => {
  const found = [...email.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
  )
  const unsubscribe = /<(https?:[^>]+)>/.exec(email.headers['List-Unsubscribe'] ?? '')?.[1]
  return [...new Set([...found, ...(unsubscribe ? [unsubscribe] : [])])]
}

const link = (href: string): Html =>
  /^https?:\/\//.test(href)
    ? html`<li><a class="mono" href="${href}" rel="noreferrer" target="_blank">${href}</a></li>`
    : html`<li class="mono">${href}</li>`

const pairs = (entries: Record<string, string>): Html =>
  html`<dl class="mono">${Object.entries(entries).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`

const simulate = (path: string, email: Email, label: string, type: MailEventType, sub = ''): Html =>
  html`<form method="post" action="${path}/mail/${email.id}/events"><input type="hidden" name="type" value="${type}"><input type="hidden" name="sub" value="${sub}"><button>${label}</button></form>`

/** One email: as the person sees it, its text part, links, headers, tags and what became of it. */
export const mailPage = (path: string, email: Email): string =>
  page(
    `${email.subject} · Inbox`,
    html`<header class="top"><a class="back" href="${path}">← Inbox</a><h1>${email.subject}</h1></header><main>
<section class="card"><dl><dt>From</dt><dd>${email.from}</dd><dt>To</dt><dd>${email.to.join(', ')}</dd><dt>At</dt><dd>${when(email.at)}</dd>
<dt>State</dt><dd>${email.events.map(chip)}</dd></dl></section>
<section class="card frame"><iframe title="The email as the person sees it" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${path}/mail/${email.id}/html"></iframe></section>
<section class="card"><h2>Links</h2><ul class="plain">${linksOf(email).map(link)}</ul></section>
<section class="card"><details><summary>Text part</summary><pre>${email.text}</pre></details></section>
<section class="card"><details><summary>Headers</summary>${pairs(email.headers)}</details></section>
<section class="card"><details><summary>Tags and events</summary>${pairs(email.tags)}<br>${pairs(
      Object.fromEntries(email.events.map(({ type, at, id }) => [`${type} ${id.slice(0, 8)}`, at])),
    )}</details></section>
<section class="card"><h2>Simulate what comes back</h2>
${simulate(path, email, 'Hard bounce', 'Bounce', 'Permanent')}${simulate(path, email, 'Mailbox full', 'Bounce', 'Transient')}${simulate(path, email, 'Spam complaint', 'Complaint')}</section></main>`,
  )

/** An email that is not there. */
export const missingPage = (path: string): string =>
  page(
    'Not here · Inbox',
    html`<header class="top"><a class="back" href="${path}">← Inbox</a><h1>There is no such email</h1></header>`,
  )
