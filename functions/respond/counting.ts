import type { Channel } from '../../shared/domain/respond/alerts/alert.ts'
import { count } from '../../shared/platform/logger.ts'

/** Counts what became of a delivery; by that alone as well, which is what an alarm looks at. */
export const countDelivery = (channel: Channel, result: string): void =>
  count({ AlertDeliveries: 1 }, { channel, result }, [['channel', 'result'], ['result']])
