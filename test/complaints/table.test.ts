import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'

/** The table "what users complain of" of the design, row by row: each issue is in the name of a test of this folder. */
const TABLE: Record<string, readonly string[]> = {
  'sent twice': ['parcelvoy#462', 'listmonk#2070', 'listmonk#2313', 'mautic#8802'],
  'sent after stop': [
    ...['parcelvoy#442', 'Notifuse#304', 'Notifuse#344', 'mozmeao/basket#1190', 'mautic#4356', 'mautic#5181'],
  ],
  'flood on resume': ['mautic#3340'],
  'cap surprises': ['mautic#6729', 'PR#6760'],
  'scanner unsubscribes': [
    ...['Rock#7034', 'usesend#412', 'emailflare#190', 'Mailtrain#1195', 'listmonk#1078', 'listmonk#1454'],
    'courtlistener#2180',
  ],
  'scanner clicks': ['mautic#9162', 'mautic#9798', 'mautic#16263', 'resend-node#901', 'craft-campaign#546'],
  'no way to see why': ['mautic#1914', 'mautic#9984', 'Klaviyo'],
  'double opt-in noise': ['Notifuse#379', 'listmonk#3037'],
  'tracking law': ['listmonk#3149', 'listmonk#2912'],
}

const named = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'table.test.ts')
  .flatMap((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8').split('\n'))
  .filter((line) => /^\s*(?:it|describe)\('/.test(line))

it.each(Object.entries(TABLE))('%s: every complaint is in the name of a test', (_, issues) =>
  expect(issues.filter((issue) => !named.some((name) => name.includes(issue)))).toEqual([]),
)
