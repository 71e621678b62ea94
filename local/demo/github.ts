import type { Developer } from './cast.ts'
import type { Happening, Moment, Payload } from './happening.ts'

/** GitHub's deliveries, with the fields of its documentation that Earshot reads. The organisation is invented. */

const REPOSITORY = 'https://github.com/cloud-nine-coffee/nimbus-firmware'

const userOf = ({ id, login }: Developer) => ({
  id,
  login,
  node_id: `U_${id}`,
  type: 'User',
  site_admin: false,
  avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
  html_url: `https://github.com/${login}`,
})

/** GitHub says with every post what its author is to the repository. */
const associationOf = ({ staff }: Developer): string => (staff ? 'MEMBER' : 'NONE')

const repository = {
  id: 880_001,
  node_id: 'R_880001',
  name: 'nimbus-firmware',
  full_name: 'cloud-nine-coffee/nimbus-firmware',
  private: false,
  html_url: REPOSITORY,
  owner: {
    id: 880_000,
    login: 'cloud-nine-coffee',
    type: 'Organization',
    html_url: 'https://github.com/cloud-nine-coffee',
  },
}

const from = (
  event: string,
  sender: Developer,
  body: (at: (moment: Moment) => string) => Record<string, unknown>,
): Happening => ({
  source: 'github',
  payload: (at): Payload => {
    const action = event.split('.')[1]
    return { event, body: { action, ...body((moment) => seconds(at(moment))), repository, sender: userOf(sender) } }
  },
})

/** GitHub tells whole seconds. */
const seconds = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z')

type Words = readonly string[]

const issueOf = (number: number, author: Developer, title: string, words: Words, created: string) => ({
  id: 4_100_000 + number,
  node_id: `I_${number}`,
  number,
  title,
  user: userOf(author),
  body: words.join('\n\n'),
  state: 'open',
  labels: [],
  comments: 0,
  author_association: associationOf(author),
  html_url: `${REPOSITORY}/issues/${number}`,
  created_at: created,
  updated_at: created,
})

const discussionOf = (number: number, author: Developer, title: string, words: Words, created: string) => ({
  id: 4_200_000 + number,
  node_id: `D_${number}`,
  number,
  title,
  user: userOf(author),
  body: words.join('\n\n'),
  state: 'open',
  locked: false,
  comments: 0,
  author_association: associationOf(author),
  category: { id: 1, name: 'Q&A', slug: 'q-a', is_answerable: true },
  html_url: `${REPOSITORY}/discussions/${number}`,
  answer_html_url: null as string | null,
  answer_chosen_at: null as string | null,
  created_at: created,
  updated_at: created,
})

const commentOf = (id: number, author: Developer, words: Words, created: string, url: string) => ({
  id,
  node_id: `C_${id}`,
  user: userOf(author),
  body: words.join('\n\n'),
  author_association: associationOf(author),
  html_url: url,
  created_at: created,
  updated_at: created,
})

/** What was opened: comments carry it along. */
export type Opened = { number: number; author: Developer; at: Moment; title: string; words: Words }

/** The nth comment on a discussion. */
export type Comment = { nth: number; author: Developer; at: Moment; words: Words }

const commentId = (thread: number, nth: number): number => 4_300_000 + thread * 100 + nth

const answerOf = (number: number, nth: number, author: Developer, words: Words, created: string) => ({
  ...commentOf(
    commentId(number, nth),
    author,
    words,
    created,
    `${REPOSITORY}/discussions/${number}#discussioncomment-${commentId(number, nth)}`,
  ),
  parent_id: null,
  child_comment_count: 0,
  discussion_id: 4_200_000 + number,
})

export const github = {
  issue: ({ number, author, at: moment, title, words }: Opened): Happening =>
    from('issues.opened', author, (at) => ({ issue: issueOf(number, author, title, words, at(moment)) })),

  issueComment: (issue: Opened, nth: number, author: Developer, moment: Moment, words: Words): Happening =>
    from('issue_comment.created', author, (at) => ({
      issue: issueOf(issue.number, issue.author, issue.title, issue.words, at(issue.at)),
      comment: commentOf(
        commentId(issue.number, nth),
        author,
        words,
        at(moment),
        `${REPOSITORY}/issues/${issue.number}#issuecomment-${commentId(issue.number, nth)}`,
      ),
    })),

  discussion: ({ number, author, at: moment, title, words }: Opened): Happening =>
    from('discussion.created', author, (at) => ({
      discussion: discussionOf(number, author, title, words, at(moment)),
    })),

  discussionComment: (opened: Opened, { nth, author, at: moment, words }: Comment): Happening =>
    from('discussion_comment.created', author, (at) => ({
      discussion: discussionOf(opened.number, opened.author, opened.title, opened.words, at(opened.at)),
      comment: answerOf(opened.number, nth, author, words, at(moment)),
    })),

  /** The one who asked accepts the nth comment. */
  answered: (opened: Opened, answer: Comment, moment: Moment): Happening =>
    from('discussion.answered', opened.author, (at) => ({
      discussion: {
        ...discussionOf(opened.number, opened.author, opened.title, opened.words, at(opened.at)),
        updated_at: at(moment),
        answer_chosen_at: at(moment),
        answer_html_url: `${REPOSITORY}/discussions/${opened.number}#discussioncomment-${commentId(opened.number, answer.nth)}`,
      },
      answer: answerOf(opened.number, answer.nth, answer.author, answer.words, at(answer.at)),
    })),

  starred: (author: Developer, moment: Moment): Happening =>
    from('star.created', author, (at) => ({ starred_at: at(moment) })),
}
