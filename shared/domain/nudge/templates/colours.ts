/** Colour by role: [light, dark]. What is written on another has a contrast of at least 4.5:1 in both; tests compute it. */
export const COLOURS = {
  paper: ['#f4f3ee', '#16191c'],
  card: ['#ffffff', '#1f2428'],
  ink: ['#23272c', '#ecebe6'],
  soft: ['#5b626b', '#abb2ba'],
  line: ['#e4e2da', '#343a40'],
  accent: ['#0b6b5d', '#63d0ba'],
  onAccent: ['#ffffff', '#0b1f1b'],
  tint: ['#eef5f2', '#22302d'],
} as const
