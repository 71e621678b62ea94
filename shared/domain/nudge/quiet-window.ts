/** A part of the day, in somebody's zone, in which no email is sent: `start` is in it, `end` is not. */
export type QuietHours = { start: string; end: string }

/** Minutes since midnight of a time of day such as 21:00. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Is a time of day, in minutes since midnight, in a quiet window? A window whose edges are equal is empty. */
export const within = (minute: number, { start, end }: QuietHours): boolean => {
  const [from, to] = [minutesOf(start), minutesOf(end)]
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
