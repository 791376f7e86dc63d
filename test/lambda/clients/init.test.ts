import { initialized } from '../../../lambda/clients/init';
import { holdTimers } from '../../support/timers';

/** Tells when a promise has been fulfilled. */
function endOf(work: Promise<unknown>): { isOver: boolean } {
  const end = { isOver: false };
  void work.then(() => Object.assign(end, { isOver: true }));
  return end;
}

const NEVER = new Promise(() => undefined);
let timers: ReturnType<typeof holdTimers>;
beforeEach(() => {
  timers = holdTimers();
});
afterEach(() => timers.release());

test('an init ends with the last of what it waits for, whether that succeeds or fails, and leaves no timer', async () => {
  const last = Promise.withResolvers<void>();
  const end = endOf(initialized([Promise.reject(new Error('no connection')), last.promise]));
  await timers.pass(0);
  expect(end.isOver).toBe(false);
  last.resolve();
  await timers.pass(0);
  expect(end.isOver).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
});

test('an init waits for a second, and no longer', async () => {
  const end = endOf(initialized([Promise.resolve(), NEVER]));
  await timers.pass(999);
  expect(end.isOver).toBe(false);
  await timers.pass(1);
  expect(end.isOver).toBe(true);
});
