import { type Letter, letter } from '../letter.ts'
import type { Brand } from '../settings.ts'
import { plainLine } from './email-text.ts'

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
}

/** Makes an email that asks for a yes. */
export const renderConfirm = ({ link, lines, address }: ConfirmMail, brand: Brand): Letter => {
  const name = plainLine(brand.name, 80)
  const list = lines.map((line) => plainLine(line, 200))
  if (address)
    return letter(
      {
        subject: `Is this your address? A question from ${name}`,
        paragraphs: [
          `Our records say that somebody with this address agreed to emails from ${name}:`,
          'Nobody has shown yet that the address is theirs, so nothing is sent before you say yes. The link works for 30 days.',
        ],
        list,
        button: 'Look at it and say yes',
        footer:
          'If it was not you, or you do not want these emails, do nothing: without your yes nothing comes. We ask this once.',
      },
      link,
      brand,
    )
  return letter(
    {
      subject: `Please confirm what you chose at ${name}`,
      paragraphs: [
        'Somebody, we hope you, has asked for this for emails to this address:',
        'As emails get forwarded, we do it only once you say yes. The link works for 30 days.',
      ],
      list,
      button: 'Look at it and say yes',
      footer: 'If it was not you, do nothing: without your yes nothing changes.',
    },
    link,
    brand,
  )
}
