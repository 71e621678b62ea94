import { type Letter, letter } from '../letter.ts'
import type { Brand } from '../settings.ts'
import { plainLine } from './email-text.ts'
import type { PageWords } from './pages/page-words.ts'

/**
 * The one email that asks whoever reads an address for a yes. It promotes nothing, so that it may go where nobody has agreed
 * to anything yet, and nothing in it comes from whoever asked for it but what they chose from our own words.
 */
export type ConfirmMail = {
  link: string
  /** What would change, line by line; see `wishLines`. */
  lines: readonly string[]
  /** It is only asked whether the address is theirs, because a source told us that they agreed. */
  address: boolean
  words: PageWords
}

/** Makes an email that asks for a yes. */
export const renderConfirm = ({ link, lines, address, words }: ConfirmMail, brand: Brand): Letter => {
  const about = { brand: plainLine(brand.name, 80) }
  const kind = address ? 'mail_address' : 'mail_wish'
  return letter(
    {
      language: words.language,
      subject: words.say(kind, about),
      paragraphs: [words.say(`${kind}_lead`, about), words.say(`${kind}_why`)],
      list: lines.map((line) => plainLine(line, 200)),
      button: words.say('mail_button'),
      footer: words.say(`${kind}_else`),
    },
    link,
    brand,
  )
}
