import { holds } from '../../bench/gate';
import { gateReport } from '../../bench/gate-report';
import { gatesOf } from '../../bench/gates';
import type { Results } from '../../bench/results';
import { exactly, goodResults } from './results';

const failing = (results: Results) => gatesOf(results).flatMap((gate) => (holds(gate) ? [] : [gate.name]));

test('a run that is as it should be passes every gate, and every gate has been measured', () => {
  const gates = gatesOf(goodResults());
  expect(failing(goodResults())).toEqual([]);
  expect(gates.filter(({ value }) => value === undefined)).toEqual([]);
  expect(gateReport(gates)).toContain(`All ${gates.length} gates hold.`);
});

describe('a gate fails', () => {
  const latency = (change: (figure: Results['latency'][number]) => object) =>
    goodResults({ latency: goodResults().latency.map((figure) => ({ ...figure, ...change(figure) })) });

  test.each<[string, Results, RegExp]>([
    [
      'a photo of 5 MB takes a fifth longer than the ideal',
      latency((f) => (f.contender === 'proxy' && f.bytes === 5e6 ? { ms: exactly(250) } : {})),
      /5 MB: time of the ideal/,
    ],
    [
      'the documented way is nearly as fast',
      latency((f) => (f.contender === 'documented' ? { ms: exactly(f.ms.median / 1.7) } : {})),
      /2 MB: time over the ideal, of that of \(a\)/,
    ],
    [
      'a request takes two thirds of the processor time of the documented way',
      latency((f) => (f.contender === 'proxy' ? { processorShare: exactly(0.66) } : {})),
      /5 MB: processor time/,
    ],
    [
      'memory grows with the photo',
      goodResults({
        memory: goodResults().memory.map((f) => (f.contender === 'proxy' && f.bytes === 1e7 ? { ...f, growthMB: exactly(40) } : f)),
      }),
      /over that at 500 KB/,
    ],
    [
      'many at once cost too much',
      goodResults({
        throughput: goodResults().throughput.map((f) => ({ ...f, perProcessorSecond: exactly(f.contender === 'documented' ? 200 : 119) })),
      }),
      /32 at once/,
    ],
    [
      'a process starts as slowly as one that is not bundled',
      goodResults({ cold: goodResults().cold.map((f) => ({ ...f, ms: exactly(150) })) }),
      /not bundled/,
    ],
    ['the bundle grows', goodResults({ bundles: [{ contender: 'proxy', bytes: 470_001 }] }), /^bundle, KB/],
    ['one broken photo is accepted', goodResults({ acceptance: [{ contender: 'proxy', defect: 'short', accepted: 1 }] }), /broken photos/],
  ])('when %s', (_what, results, name) => {
    expect(failing(results).filter((failed) => name.test(failed))).not.toEqual([]);
    expect(gateReport(gatesOf(results))).toMatch(/DOES NOT HOLD: .*\n.*gates do not hold\.$/s);
  });
});

describe('the ratio to the ideal', () => {
  const timed = (change: (figure: Results['latency'][number]) => number) =>
    goodResults({ latency: goodResults().latency.map((figure) => ({ ...figure, ms: exactly(change(figure)) })) });
  const ratios = (results: Results) => gatesOf(results).flatMap(({ name, value }) => (name.includes('of the ideal') ? [value] : []));

  test('is that of the median to the formula', () => {
    expect(ratios(goodResults()).map((value) => value?.toFixed(2))).toEqual(Array(5).fill('1.02'));
    // A calibration that is a little slow is no excuse.
    expect(ratios(timed((f) => f.ms.median * (f.contender === 'network' ? 1.09 : 1)))).toEqual(ratios(goodResults()));
  });

  test('is not held against the function on a machine on which the network alone is too slow, and never below 1', () => {
    const busy = timed((f) => f.ms.median * 1.5);
    expect(failing(busy)).toEqual([]);
    expect(ratios(busy).filter((value) => (value ?? 0) < 1)).toEqual([]);
    expect(ratios(timed((f) => f.ms.median * (f.contender === 'network' ? 1.8 : 1.5)))).toEqual(Array(5).fill(1));
  });

  test('holds a slow function against it even there', () => {
    const slow = timed((f) => f.ms.median * (f.contender.startsWith('proxy') ? 2 : 1.5));
    expect(failing(slow)).toContain('5 MB: time of the ideal');
  });
});

describe('a gate that was not measured', () => {
  test('is said, and fails nothing, when the system cannot measure it', () => {
    const results = goodResults({ memory: [], beyondSystem: ['memory'] });
    const report = gateReport(gatesOf(results));
    expect(failing(results)).toEqual([]);
    expect(report).toContain('| 10 MB: memory over rest, MB | - | ≤ 32 | ≤ 20 | cannot be measured here |');
    expect(report).toMatch(/3 gates cannot be measured on this system\.\nAll \d+ gates hold\.$/);
  });

  test('fails the run when it could have been', () => {
    const results = goodResults({ throughput: [] });
    expect(failing(results)).toEqual(expect.arrayContaining([expect.stringMatching(/^32 at once/)]));
    expect(gateReport(gatesOf(results))).toMatch(/NOT MEASURED: 32 at once.*\n1 of \d+ gates do not hold\.$/s);
  });

  test.each(['proxy', 'network'])('and a calibration that is missing is one: %s', (name) => {
    const latency = goodResults().latency.filter(({ contender }) => contender !== name);
    expect(failing(goodResults({ latency }))).toContain('5 MB: time of the ideal');
  });
});

test('what holds and is short of the aim is said', () => {
  const cold = goodResults().cold.map((figure) => (figure.contender === 'proxy' ? { ...figure, ms: exactly(116) } : figure));
  expect(gateReport(gatesOf(goodResults({ cold })))).toContain('Holds, and is short of the aim: cold start, of (b).');
});
