import { customers as c, developers as d, members as m } from './cast.ts'
import { forum } from './forum.ts'
import { github } from './github.ts'
import type { Happening } from './happening.ts'
import { bloom, edits, opened, posts } from './posts.ts'
import type { Act } from './reader.ts'
import { shop } from './shop.ts'

/**
 * A part of the story. Its deliveries say what happened up to `time` (UTC) of `day`; then the minute's schedule runs, so
 * that decisions that have fallen due by now are looked at.
 */
export type Scene = {
  day: number
  time: string
  tell: readonly string[]
  happens: readonly Happening[]
  /** What readers did with their emails since the scene before. */
  acts?: readonly Act[]
}

const newcomers = [m.sam, m.mara, m.tom, m.priya, m.wes, m.lena, m.diego, m.camille, m.nora]
const jimsOrder = shop.order('o-5001', c.jim, { day: 4, time: '11:02' }, 64_900, [
  { title: 'Nimbus One', sku: 'NIM-1', quantity: 1 },
])

/** The story, in order: about sixty deliveries. Every time of day is chosen for what the rules say about it. */
export const story: readonly Scene[] = [
  {
    day: 1,
    time: '09:30',
    tell: ['Cloud Nine Coffee opens a forum for owners of its Nimbus. Nine people join and confirm their address.'],
    happens: newcomers.map((member, at) => forum.joined(member, { day: 1, time: `09:0${at}` })),
  },
  {
    day: 1,
    time: '16:00',
    tell: ['Mara shows her kitchen counter, and people like it.'],
    happens: [...forum.topic(posts.marasCounter), forum.post(posts.samsPraise), forum.liked(posts.marasCounter, m.wes)],
  },
  {
    day: 2,
    time: '13:30',
    tell: [
      'Wes asks about a light that stays on; Mara knows the answer, and he accepts it.',
      'Lena asks in German about milk foam; Sam of the team helps. Accepted answers go into the catalogue.',
    ],
    happens: [
      ...forum.topic(posts.wesAsks),
      forum.post(posts.maraKnows),
      forum.solved(posts.maraKnows),
      ...forum.topic(posts.lenaAsks),
      forum.post(posts.samKnows),
      forum.solved(posts.samKnows),
    ],
  },
  {
    day: 3,
    time: '14:00',
    tell: [
      'On GitHub somebody who calls himself Jimbo is angry: an update broke his steam wand.',
      'Nobody knows who he is, and GitHub tells nobody his address.',
    ],
    happens: [
      github.issue(opened.steam),
      github.issueComment(opened.steam, 1, d.ravi, { day: 3, time: '10:50' }, [
        'Sorry, that should not happen. Can you hold the steam button while it boots and tell me the blink code?',
      ]),
      github.issueComment(opened.steam, 2, d.jimbo, { day: 3, time: '12:15' }, [
        'Four blinks. An expensive machine that cannot make milk is useless to me, and I hate losing a week to this.',
      ]),
      github.starred(d.pete, { day: 3, time: '12:40' }),
      github.discussion(opened.profiles),
    ],
  },
  {
    day: 4,
    time: '11:30',
    tell: [
      'Jim Davies buys his first Nimbus in the shop and gets one email: where beginners start.',
      'Tom, known from the forum, orders too. Both places have verified the same address: one person.',
    ],
    happens: [
      jimsOrder,
      shop.order('o-5002', c.tom, { day: 4, time: '11:20' }, 3_850, [
        { title: 'Harbour Blend, 1 kg', sku: 'HB-1000', quantity: 2 },
      ]),
    ],
  },
  {
    day: 5,
    time: '14:00',
    tell: ['Two questions in the forum. Mara answers Priya at lunchtime; nobody answers Tom.'],
    happens: [...forum.topic(posts.tomAsks), ...forum.topic(posts.priyaAsks), forum.post(posts.maraAnswers)],
  },
  {
    day: 6,
    time: '11:00',
    tell: ['A day without an answer: Tom is sent what solved it for Wes. Priya has her answer and is sent nothing.'],
    happens: forum.topic(posts.semana),
  },
  {
    day: 7,
    time: '11:15',
    tell: [
      'Tom has followed the link: his light is off. Mara is delighted with everything, and says so.',
      'Wes corrects an old post; Ben writes something and deletes it at once.',
    ],
    acts: [{ reader: c.tom.email, recipe: 'unanswered-question', does: 'follow' }],
    happens: [
      forum.post(posts.marasPraise),
      forum.edited(posts.wesAsks, { day: 7, time: '10:45' }, edits.wes),
      ...forum.topic(posts.rant),
      forum.deleted(posts.rant, { day: 7, time: '11:04' }),
    ],
  },
  {
    day: 7,
    time: '12:30',
    tell: ['An hour later Mara, who agreed to be asked, is invited to the Back Counter.'],
    happens: [],
  },
  {
    day: 8,
    time: '23:05',
    tell: ['Olivia orders at five past eleven at night. Her email waits for the morning.'],
    happens: [
      shop.order('o-5003', c.olivia, { day: 8, time: '23:04' }, 69_900, [
        { title: 'Nimbus One, sage green', sku: 'NIM-1-G', quantity: 1 },
      ]),
    ],
  },
  {
    day: 9,
    time: '10:30',
    tell: [
      'Morning: Olivia’s email goes out. Walter reviews a gift; he never agreed to invitations.',
      'The shop delivers Jim’s order a second time. And somebody knocks with a forged signature.',
    ],
    happens: [
      shop.review('r-801', c.walter, { day: 9, time: '10:05' }, 'Nimbus One', [
        'A birthday gift that I love. The coffee is excellent and the service was great, I am very happy!',
      ]),
      jimsOrder,
      { ...shop.order('o-6666', c.walter, { day: 9, time: '10:20' }, 1, [{ title: 'Nothing' }]), forged: true },
    ],
  },
  {
    day: 9,
    time: '14:00',
    tell: ['Grace asks for invitations and is full of praise. Henrik wants no emails, then orders: his word stands.'],
    happens: [
      shop.consent('k-901', c.grace, { day: 9, time: '12:30' }, true, ['advocates']),
      shop.review('r-802', c.grace, { day: 9, time: '12:50' }, 'Nimbus Duo', [
        'I love it! Wonderful espresso, beautiful machine, and so easy to clean. Best purchase of the year!',
      ]),
      shop.consent('k-902', c.henrik, { day: 9, time: '13:10' }, false, ['getting-started']),
      shop.order('o-5004', c.henrik, { day: 9, time: '13:25' }, 64_900, [
        { title: 'Nimbus One', sku: 'NIM-1', quantity: 1 },
      ]),
    ],
  },
  {
    day: 10,
    time: '11:00',
    tell: [
      'Grace has seen enough and stops invitations with one click in her mail program.',
      'Nora asks something that nobody has ever asked. Camille says thank you in French.',
    ],
    acts: [{ reader: c.grace.email, recipe: 'praise-to-advocate', does: 'stop' }],
    happens: [...forum.topic(posts.noraAsks), forum.post(posts.merci)],
  },
  {
    day: 11,
    time: '11:30',
    tell: [
      'Nothing in the catalogue would help Nora: no email. That is a decision too, and it is written down.',
      'On GitHub a fix is out, and Kathi’s question gets its answer.',
    ],
    happens: [
      github.issueComment(opened.steam, 3, d.ravi, { day: 11, time: '09:30' }, [
        '2.4.2 is out and fixes the valve timing. Could you try it?',
      ]),
      github.issueComment(opened.steam, 4, d.jimbo, { day: 11, time: '10:40' }, [
        'Steam is back with 2.4.2. Still annoyed about the week, but thanks.',
      ]),
      github.discussionComment(opened.profiles, bloom),
      github.answered(opened.profiles, bloom, { day: 11, time: '11:10' }),
    ],
  },
  {
    day: 12,
    time: '12:00',
    tell: ['Diego’s edit overtakes the post that it edits. The order of arrival makes no difference.'],
    happens: [
      forum.edited(posts.diegosCat, { day: 12, time: '11:20' }, edits.diego),
      forum.post(posts.diegosCat),
      forum.liked(posts.diegosCat, m.mara),
    ],
  },
  {
    day: 13,
    time: '15:30',
    tell: ['A quiet end of the week: thanks in German, a star, and a word from the team.'],
    happens: [forum.post(posts.danke), github.starred(d.yuki, { day: 13, time: '14:30' }), forum.post(posts.poster)],
  },
]
