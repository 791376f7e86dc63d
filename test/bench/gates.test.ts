import { gateReport } from '../../bench/gate-report';
import { gatesOf, isWithin } from '../../bench/gates';
import type { Results } from '../../bench/results';
import { exactly, goodResults } from './results';

const failing = (results: Results) => gatesOf(results).flatMap((gate) => (isWithin(gate, gate.limit) ? [] : [gate.name]));

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
      /5 MB: time, of the ideal, attempts counted/,
    ],
    [
      'the documented way is nearly as fast',
      latency((f) => (f.contender === 'documented' ? { ms: exactly(f.ms.median / 1.7) } : {})),
      /2 MB: time, of \(a\)/,
    ],
    [
      'a request takes half of the processor time of the documented way',
      latency((f) => (f.contender === 'proxy' ? { processorMs: exactly(f.processorMs.median * 1.7) } : {})),
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
      goodResults({ throughput: goodResults().throughput.map((f) => ({ ...f, perProcessorSecond: exactly(200) })) }),
      /32 at once/,
    ],
    [
      'a process starts as slowly as one that is not bundled',
      goodResults({ cold: goodResults().cold.map((f) => ({ ...f, ms: exactly(150) })) }),
      /not bundled/,
    ],
    ['the bundle grows', goodResults({ bundles: [{ contender: 'proxy', bytes: 451_000 }] }), /^bundle, KiB/],
    ['one broken photo is accepted', goodResults({ acceptance: [{ contender: 'proxy', defect: 'short', accepted: 1 }] }), /broken photos/],
  ])('when %s', (_what, results, name) => {
    expect(failing(results).filter((failed) => name.test(failed))).not.toEqual([]);
    expect(gateReport(gatesOf(results))).toMatch(/DOES NOT HOLD: .*\n.*gates do not hold\.$/s);
  });
});

test('a busy machine, on which the network alone is slow, too, is not held against the function', () => {
  const slow = goodResults().latency.map((figure) => ({ ...figure, ms: exactly(figure.ms.median * 1.5) }));
  expect(failing(goodResults({ latency: slow }))).toEqual([]);
});

test('what a system does not tell is said, and fails nothing', () => {
  const report = gateReport(gatesOf(goodResults({ memory: [] })));
  expect(report).toContain('| 10 MB: memory over rest, MB | - | ≤ 32 | ≤ 20 | not measured here |');
  expect(report).toMatch(/All \d+ gates hold\.$/);
});

test('what holds and is short of the aim is said', () => {
  const cold = goodResults().cold.map((figure) => (figure.contender === 'proxy' ? { ...figure, ms: exactly(116) } : figure));
  expect(gateReport(gatesOf(goodResults({ cold })))).toContain('Holds, and is short of the aim: cold start, of (b).');
});
