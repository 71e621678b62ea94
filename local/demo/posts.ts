import { developers as d, members as m } from './cast.ts'
import type { Topic, Written } from './forum.ts'
import type { Opened } from './github.ts'

/** What the people of the story wrote. */

const descaling: Topic = {
  id: 201,
  title: 'Descaling light stays on after a full cycle',
  category: 'help',
  tags: ['descaling'],
}
const foam: Topic = { id: 202, title: 'Milchschaum wird nicht fein genug', category: 'help', tags: ['milk'] }
const counters: Topic = {
  id: 203,
  title: 'Show us your counter: week one with the Nimbus',
  category: 'lounge',
  tags: ['show-and-tell'],
}
const toms: Topic = { id: 204, title: 'Descale light will not switch off', category: 'help', tags: ['descaling'] }
const pump: Topic = {
  id: 205,
  title: 'Pump gets loud after I refill the tank, is that normal?',
  category: 'help',
  tags: ['noise'],
}
const semana: Topic = { id: 206, title: 'Mi primera semana con la Nimbus', category: 'lounge', tags: ['show-and-tell'] }
const rant: Topic = { id: 207, title: 'Delivery again', category: 'lounge', tags: ['shop'] }
const sailing: Topic = { id: 208, title: 'Does anybody run one aboard?', category: 'help', tags: ['power'] }

const written = (
  topic: Topic,
  number: number,
  author: Written['author'],
  day: number,
  time: string,
  words: readonly string[],
): Written => ({ topic, number, author, at: { day, time }, words })

export const posts = {
  marasCounter: written(counters, 1, m.mara, 1, '14:10', [
    'Week one! The Nimbus sits between the toaster and a very jealous kettle.',
    'Show us yours: beans, mess, cats and all.',
  ]),
  samsPraise: written(counters, 2, m.sam, 1, '14:40', [
    'That is a lovely corner, Mara. We may steal it for the catalogue.',
  ]),
  marasPraise: written(counters, 3, m.mara, 7, '10:30', [
    'I love my Nimbus! Best espresso I have ever had at home, and this community is wonderful. Thank you all so much!',
  ]),
  merci: written(counters, 4, m.camille, 10, '10:20', [
    'Merci pour les photos, ma cuisine est bien plus petite mais la machine y tient parfaitement.',
  ]),
  diegosCat: written(counters, 5, m.diego, 12, '11:05', ['Here is mine: two cups, one cat, zero space.']),
  poster: written(counters, 6, m.sam, 13, '15:05', ['What a set of kitchens. We are printing a poster of them.']),

  wesAsks: written(descaling, 1, m.wes, 2, '09:20', [
    'I ran the whole descaling cycle with two rinses, and the orange descaling light still stays on.',
    'How do I reset it?',
  ]),
  maraKnows: written(descaling, 2, m.mara, 2, '09:55', [
    'Hold the steam and the hot water button together for five seconds after the last rinse.',
    'That resets the descaling counter, and the light goes out.',
  ]),

  lenaAsks: written(foam, 1, m.lena, 2, '11:00', [
    'Egal wie ich die Kanne halte, der Schaum hat große Blasen.',
    'Was mache ich falsch?',
  ]),
  samKnows: written(foam, 2, m.sam, 2, '12:20', [
    'Die Düse nur zwei Millimeter unter die Oberfläche, nach drei Sekunden tiefer, und bei 60 Grad aufhören.',
  ]),
  danke: written(foam, 3, m.lena, 13, '14:10', ['Danke, das war es! Der Schaum ist jetzt wunderbar fein.']),

  tomAsks: written(toms, 1, m.tom, 5, '10:15', [
    'I have run the descaling cycle three times and the orange light still stays on.',
    'How do I reset the descaling light?',
  ]),
  priyaAsks: written(pump, 1, m.priya, 5, '10:40', [
    'Since yesterday the pump howls for ten seconds after I refill the tank. Is that normal?',
  ]),
  maraAnswers: written(pump, 2, m.mara, 5, '13:15', [
    'Quite normal: it is air. Open the hot water tap for a moment and it will be quiet again.',
  ]),
  semana: written(semana, 1, m.diego, 6, '09:50', [
    'Una semana con la Nimbus y estoy muy contento: el café sale perfecto cada mañana.',
  ]),
  rant: written(rant, 1, m.ben, 7, '11:00', ['The courier threw my parcel over the fence. Awful, I am furious.']),
  noraAsks: written(sailing, 1, m.nora, 10, '09:40', [
    'From May on we live on a sloop with lithium batteries. Which marine inverter copes, and what happens in a swell?',
  ]),
}

/** The same post after its author changed it. */
export const edits = {
  wes: [
    'I ran the whole descaling cycle with two rinses, and the orange descaling light stayed on.',
    'How do I reset it? (Edit: both buttons for five seconds, see below.)',
  ],
  diego: ['Here is mine: two cups, two cats, zero space. The second cat arrived for the photo.'],
}

export const opened = {
  steam: {
    number: 41,
    author: d.jimbo,
    at: { day: 3, time: '10:05' },
    title: 'Steam wand dead since firmware 2.4.1',
    words: [
      'Updated to 2.4.1 and the steam wand is dead. This is terrible, I am really disappointed.',
      'Does anybody test this before it goes out?',
    ],
  },
  profiles: {
    number: 7,
    author: d.kathi,
    at: { day: 3, time: '13:10' },
    title: 'Pressure profiles for light roasts',
    words: ['Which profile do you use for very light roasts?', 'Mine come out sour below eight bar.'],
  },
} satisfies Record<string, Opened>

/** Yuki's answer to Kathi. */
export const bloom = {
  nth: 1,
  author: d.yuki,
  at: { day: 11, time: '10:55' },
  words: ['Four bar for ten seconds, then up to nine. Let it bloom first and the sourness goes away.'],
}
