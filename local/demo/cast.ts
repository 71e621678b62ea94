/**
 * The people of the story. All of them are invented, as are the coffee maker, its machine, the forum, the repository and
 * the shop; the hosts are reserved for examples (RFC 2606).
 */

/** A member of the forum. An address is one that the forum has verified. */
export type Member = {
  id: number
  username: string
  name: string
  email?: string
  timezone?: string
  locale?: string
  staff?: true
}

export const members = {
  sam: { id: 2, username: 'sam_c9', name: 'Sam Whitfield', email: 'sam@roastery.example', staff: true },
  mara: {
    id: 11,
    username: 'mara_l',
    name: 'Mara Lindqvist',
    email: 'mara@lindqvist.example',
    timezone: 'Europe/Stockholm',
  },
  tom: {
    id: 12,
    username: 'tomokafor',
    name: 'Tom Okafor',
    email: 'tom.okafor@mail.example',
    timezone: 'Europe/London',
  },
  priya: { id: 13, username: 'priya.r', name: 'Priya Raman', email: 'priya@raman.example', timezone: 'Europe/London' },
  wes: { id: 14, username: 'wes_h', name: 'Wes Hartley', email: 'wes@hartley.example', timezone: 'Europe/Dublin' },
  lena: {
    id: 15,
    username: 'lena.vogt',
    name: 'Lena Vogt',
    email: 'lena.vogt@post.example',
    timezone: 'Europe/Berlin',
    locale: 'de',
  },
  diego: { id: 16, username: 'diegoruiz', name: 'Diego Ruiz', email: 'diego@correo.example', locale: 'es' },
  camille: { id: 17, username: 'camille', name: 'Camille Laurent', email: 'camille@courrier.example', locale: 'fr' },
  nora: { id: 18, username: 'nora_b', name: 'Nora Byrne', email: 'nora@byrne.example', timezone: 'Europe/Dublin' },
  // Ben has never confirmed an address: nobody can write to him.
  ben: { id: 19, username: 'ben_s', name: 'Ben Sato' },
} satisfies Record<string, Member>

/** An account on GitHub, which tells nobody's address. `staff` belongs to the organisation. */
export type Developer = { id: number; login: string; staff?: true }

export const developers = {
  jimbo: { id: 700_101, login: 'jimbo-brews' },
  kathi: { id: 700_102, login: 'kaffeekathi' },
  ravi: { id: 700_103, login: 'ravi-c9', staff: true },
  pete: { id: 700_104, login: 'portafilter-pete' },
  yuki: { id: 700_105, login: 'yuki-pulls' },
} satisfies Record<string, Developer>

/** A customer of the shop. The shop has verified the address. */
export type Customer = { id: string; name: string; email: string; timeZone?: string }

export const customers = {
  jim: { id: 'c-2041', name: 'Jim Davies', email: 'jim.davies@mail.example', timeZone: 'Europe/London' },
  // The address that Tom has in the forum, too.
  tom: { id: 'c-2042', name: 'Tom Okafor', email: 'tom.okafor@mail.example', timeZone: 'Europe/London' },
  olivia: { id: 'c-2043', name: 'Olivia Hart', email: 'olivia.hart@mail.example', timeZone: 'Europe/London' },
  walter: { id: 'c-2044', name: 'Walter Finch', email: 'w.finch@mail.example', timeZone: 'Europe/London' },
  grace: { id: 'c-2045', name: 'Grace Holm', email: 'grace@holm.example', timeZone: 'Europe/London' },
  henrik: { id: 'c-2046', name: 'Henrik Madsen', email: 'henrik@madsen.example', timeZone: 'Europe/Copenhagen' },
} satisfies Record<string, Customer>
