/** A moment of the story: a day (the first is 1) and a time in UTC. */
export type Moment = { day: number; time: string }

/** What a platform would deliver: its event, and the body. */
export type Payload = { event: string; body: object }

/** One delivery of the story: `payload` is made when the story's days are known. */
export type Happening = {
  source: 'discourse' | 'github' | 'standard'
  payload: (at: (moment: Moment) => string) => Payload
  /** It is signed with a secret that is not the door's. */
  forged?: boolean
}
