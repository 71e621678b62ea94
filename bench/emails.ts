import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { endWith } from '../local/cli/command.ts'
import { html } from '../shared/domain/html.ts'
import { type EmailCase, emailCases } from './emails/cases.ts'
import { chromiumPath, type Tab, withChromium } from './emails/chromium.ts'
import { emptied, folderIn, USAGE } from './emails/folder.ts'
import { letterCases, pageCases } from './emails/pages.ts'

/**
 * Renders every email and the pages behind its links into a folder with an index; with Chromium present it also draws them (light,
 * dark, phone), asks axe about them in both schemes, measures what is pressed, and sees that nothing is loaded.
 *
 *     npm run emails            # into emails.out
 *     npm run emails -- FOLDER
 */

type Shot = 'light' | 'dark' | 'phone'
const SCREENS: Record<Shot, { width: number; scheme: 'light' | 'dark' }> = {
  light: { width: 760, scheme: 'light' },
  dark: { width: 760, scheme: 'dark' },
  phone: { width: 360, scheme: 'light' },
}
const SHOTS = Object.keys(SCREENS) as Shot[]

type Sheet = {
  name: string
  file: string
  drawn: boolean
  email?: Pick<EmailCase['email'], 'subject' | 'html' | 'text'>
}
type Finding = { name: string; problem: string }

const LAYOUT_TEMPLATE = 'unanswered@1'
/** Every template once in every language; every kind of words once. */
const isDrawn = ({ template, variant }: EmailCase): boolean => variant === 'usual' || template === LAYOUT_TEMPLATE

/** A folder with this file in it is one that was written here. */
const SIGN = 'emails.txt'

const writeSheets = (folder: string): Sheet[] => {
  emptied(folder, SIGN)
  writeFileSync(join(folder, SIGN), 'Written by npm run emails, which empties this folder each time.\n')
  const write = (name: string, page: string): string => {
    const file = join(folder, `${name}.html`)
    writeFileSync(file, page)
    return file
  }
  const emails = [
    ...emailCases().map((one) => ({ ...one, drawn: isDrawn(one) })),
    ...Object.entries(letterCases()).map(([name, email]) => ({ name, email, drawn: true })),
  ].map(({ name, email, drawn }) => {
    writeFileSync(join(folder, `${name}.txt`), email.text)
    return { name, file: write(name, email.html), drawn, email }
  })
  const pages = Object.entries(pageCases()).map(([name, page]) => ({ name, file: write(name, page), drawn: true }))
  return [...emails, ...pages]
}

const indexOf = (sheets: readonly Sheet[], drawn: boolean): string =>
  html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Emails</title>
<style>body { font: 16px/1.5 system-ui; margin: 2rem; color-scheme: light dark } td { padding: .2rem 1rem .2rem 0 } img { width: 240px }</style>
<h1>${sheets.length} emails and pages</h1><table>${sheets.map(
    ({ name, email, drawn: shots }) =>
      html`<tr><td><a href="${name}.html">${name}</a></td><td>${email && html`<a href="${name}.txt">text</a>`}</td><td>${email?.subject ?? ''}</td>${
        drawn && shots && SHOTS.map((shot) => html`<td><a href="${name}.${shot}.png">${shot}</a></td>`)
      }</tr>`,
  )}</table></html>`.html

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
type Violation = { id: string; impact: string; nodes: { html: string }[] }

const evaluate = async <T>(tab: Tab, expression: string): Promise<T> => {
  const { result, exceptionDetails } = await tab.send<{ result: { value: T }; exceptionDetails?: { text: string } }>(
    'Runtime.evaluate',
    { expression, awaitPromise: true, returnByValue: true },
  )
  if (exceptionDetails) throw new Error(exceptionDetails.text)
  return result.value
}

const show = async (tab: Tab, file: string, shot: Shot): Promise<void> => {
  const { width, scheme } = SCREENS[shot]
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: width < 500,
  })
  await tab.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  await tab.send('Page.navigate', { url: pathToFileURL(file).href })
  await evaluate(tab, "document.readyState === 'complete' || new Promise((done) => addEventListener('load', done))")
}

/** What axe asks of a page that stands alone: an email is an article in the page of a mail program, which has these. */
const ONLY_PAGES = ['landmark-one-main', 'region']

const asAxeSees = async (tab: Tab, isEmail: boolean): Promise<string[]> => {
  const rules = Object.fromEntries((isEmail ? ONLY_PAGES : []).map((id) => [id, { enabled: false }]))
  await evaluate(tab, `${AXE}; 0`)
  const found = await evaluate<Violation[]>(
    tab,
    `axe.run(document, { resultTypes: ['violations'], rules: ${JSON.stringify(rules)} }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) })))`,
  )
  return found.map(({ id, impact, nodes }) => `axe ${impact}: ${id} ${nodes[0]?.html.slice(0, 120)}`)
}

/** What is pressed is 44 pixels high, except links within a sentence; nothing is wider than the screen. */
const MEASURE = `[
  ...[...document.querySelectorAll('a, button')].filter((one) => !one.closest('p.soft') && one.getBoundingClientRect().height < 44)
    .map((one) => 'only ' + one.getBoundingClientRect().height + ' pixels high: ' + one.textContent.trim()),
  ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the screen: ' + document.documentElement.scrollWidth] : []),
]`

const look = async (tab: Tab, { name, file, drawn, email }: Sheet): Promise<Finding[]> => {
  const problems: string[] = []
  for (const shot of SHOTS) {
    await show(tab, file, shot)
    const loaded = tab.asked()
    problems.push(...loaded.map((url) => `${shot}: asks for ${url}`))
    problems.push(...(await evaluate<string[]>(tab, MEASURE)).map((problem) => `${shot}: ${problem}`))
    if (shot !== 'phone')
      problems.push(...(await asAxeSees(tab, email !== undefined)).map((problem) => `${shot}: ${problem}`))
    if (!drawn) continue
    const { data } = await tab.send<{ data: string }>('Page.captureScreenshot', { captureBeyondViewport: true })
    writeFileSync(file.replace(/html$/, `${shot}.png`), Buffer.from(data, 'base64'))
  }
  return problems.map((problem) => ({ name, problem }))
}

const main = async (): Promise<number> => {
  const folder = folderIn(process.argv.slice(2))
  if (folder === undefined) {
    process.stdout.write(USAGE)
    return 0
  }
  const chromium = chromiumPath()
  const sheets = writeSheets(folder)
  writeFileSync(join(folder, 'index.html'), indexOf(sheets, chromium !== undefined))
  const biggest = Math.max(...sheets.map(({ email }) => Buffer.byteLength(email?.html ?? '')))
  console.log(
    `${sheets.length} emails and pages in ${folder}/index.html; the biggest email has ${biggest} bytes of HTML`,
  )
  if (!chromium) {
    console.log('No Chromium: nothing is drawn, and axe has not looked. CHROMIUM=/path/to/chromium says where one is.')
    return 0
  }
  const findings: Finding[] = []
  await withChromium(chromium, async (tab) => {
    for (const sheet of sheets) findings.push(...(await look(tab, sheet)))
  })
  for (const { name, problem } of findings) console.log(`${name}: ${problem}`)
  console.log(
    `${findings.length} findings by Chromium and axe in ${sheets.length} emails and pages, light, dark and on a phone`,
  )
  return findings.length > 0 ? 1 : 0
}

await endWith(main)
