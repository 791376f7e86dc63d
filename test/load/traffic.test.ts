import { createTraffic } from '../../load/traffic';
import type { StackDetails } from '../../local/stack-file';

test('each hundred requests have every kind in its share, whatever the order', () => {
  const details = { workflows: { injecting: ['wf-123'], passThrough: [] } } as unknown as StackDetails;
  const people = Array.from({ length: 15 }, (_, at) => ({ subject: `s${at}`, token: 't', photo: at === 0 ? undefined : `p${at}` }));
  const nextCall = createTraffic(details, people);
  for (let hundred = 0; hundred < 3; hundred++) {
    const calls = Array.from({ length: 100 }, nextCall);
    const expecting = (code: string) => calls.filter(({ expected }) => expected === code).length;
    expect([expecting('no-face-on-record'), expecting('client-supplied-face')]).toEqual([5, 6]);
    // Someone may happen to bring their own id.
    expect(expecting('ok') + expecting('identity-mismatch')).toBe(89);
    expect(calls.filter(({ starts }) => !starts)).toHaveLength(8);
  }
});
