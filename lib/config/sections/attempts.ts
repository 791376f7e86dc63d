import { z } from 'zod';
import { integer, oneOf, strictObject } from '../values';

/** What switches the limit off. */
export const ATTEMPTS_OFF = 'off-and-every-start-unlimited';

const attemptsAccepts = `an object with the members injecting, others, windowMinutes, whenTableIsDown, or "${ATTEMPTS_OFF}"`;

/** Ten and thirty in each hour of the clock: a failed face match is tried again a few times; a hundred tries are an attack, and each may be billed. */
export const attempts = z
  .union(
    [
      z.literal(ATTEMPTS_OFF),
      strictObject({
        injecting: integer(1, 100_000, 'starts')
          .default(10)
          .describe('Starts of all workflows that get a photo, for each subject in a window of the clock.'),
        others: integer(1, 100_000, 'starts')
          .default(30)
          .describe('Starts of all other workflows, for each subject in a window of the clock.'),
        windowMinutes: integer(1, 1440, 'minutes')
          .default(60)
          .describe('Length of a window of the clock, in minutes; any period of that length can hold at most twice as many starts.'),
        whenTableIsDown: oneOf('refuse', 'start-uncounted-when-the-table-is-down')
          .default('refuse')
          .describe('What happens to a start that cannot be counted.'),
      }),
    ],
    { error: attemptsAccepts },
  )
  .prefault({})
  .describe('How many transactions one subject may start. Each start may be billed.');

/** The limit, unless it is switched off. */
