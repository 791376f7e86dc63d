import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chart } from '../../bench/chart';
import { withFigures, withPicture } from '../../bench/document';
import { arm64PaysUpTo, millionCost, requestMs, throttledMs } from '../../bench/lambda-model';
import { readBenchOptions } from '../../bench/options';
import { concurrencyPicture, growthPicture } from '../../bench/pictures';
import { tablesOf } from '../../bench/tables';
import { exactly, goodResults } from './results';

const DOCUMENT = readFileSync(path.join(__dirname, '..', '..', 'docs', 'performance.md'), 'utf8');

describe('the tables', () => {
  test('name the machine, the date, the spread and the number of measurements', () => {
    const tables = tablesOf(goodResults());
    expect(tables).toContain('Taken on 2026-11-25: Node 24.0.0, linux x64, a processor, 2 cores.');
    expect(tables).toContain('| face-match-proxy | 42.5 (42.5-42.5, 10), 1.02, 0.64 |');
  });

  test('say what was not measured, and what should not have been accepted', () => {
    const tables = tablesOf(goodResults({ memory: [], acceptance: [{ contender: 'documented', defect: 'text', accepted: 1 }] }));
    expect(tables).toContain('Not measured: only Linux says what a process has used at most.');
    expect(tables).toContain('**accepted**');
  });
});

describe('the pictures', () => {
  test('are whole SVG documents with a description, and colours for a dark page', () => {
    for (const picture of [growthPicture(goodResults()), concurrencyPicture(goodResults())]) {
      expect(picture).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="[\d ]+" role="img" aria-label="[^"]+">/);
      expect(picture).toContain('prefers-color-scheme: dark');
      expect(picture).not.toMatch(/NaN|undefined|Infinity/);
      expect(picture.match(/<g /g)?.length).toBe(picture.match(/<\/g>/g)?.length);
    }
  });

  test('leave a gap where a figure is missing, and escape their texts', () => {
    const picture = chart(
      [{ title: 'a < b & "c"', labels: ['x', 'y'], series: [{ title: 't', colour: 'own', values: [undefined, 3] }] }],
      '"d"',
    );
    expect(picture).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(picture.match(/<circle/g)).toHaveLength(1);
  });
});

describe('the document', () => {
  test('has a place for each section, and keeps what is around it', () => {
    const written = withFigures(DOCUMENT, goodResults());
    expect(written).toContain('| face-match-proxy | 42.5 |');
    expect(withFigures(written, goodResults())).toBe(written);
    expect(written.split('## What made it fast')[1]).toBe(DOCUMENT.split('## What made it fast')[1]);
  });

  test('shows its picture in the README, too', () => {
    const readme = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
    expect(withPicture(readme)).toContain('](docs/performance.svg)');
  });

  test('that lacks a section is refused by name', () => {
    expect(() => withFigures('# Performance', goodResults())).toThrow('The document has no section');
  });
});

describe('the model of Lambda', () => {
  test('gives a processor in proportion to memory, and never more than one to one thread', () => {
    expect(throttledMs(100, 1769)).toBe(100);
    expect(throttledMs(100, 3008)).toBe(100);
    expect(throttledMs(100, 1769 / 2)).toBe(200);
    expect(requestMs({ ms: exactly(60), processorMs: exactly(10) }, 1769 / 2)).toBe(70);
  });

  test('charges for memory and time, and for each request', () => {
    // 1 s at 1 GB a million times, and a million requests, at the prices of docs/cost-inputs.json.
    expect(millionCost(1000, 1024)).toBeCloseTo(13.3334 + 0.2, 4);
  });

  test('knows how slow arm64 may be: as much as its price leaves, and more where the network is waited for', () => {
    expect(arm64PaysUpTo({ ms: exactly(10), processorMs: exactly(10) }, 1769)).toBeCloseTo(1.25, 4);
    // Half a processor: 20 ms of computing and 60 of waiting, for the price of which 20 ms more are had.
    expect(arm64PaysUpTo({ ms: exactly(70), processorMs: exactly(10) }, 1769 / 2)).toBeCloseTo(2, 4);
  });
});

describe('the command line', () => {
  test('takes the short form, or the document, and not both', () => {
    expect(readBenchOptions([])).toEqual({ isGate: false, isVerdicts: false, writesDocs: false, json: '.local/bench.json' });
    expect(readBenchOptions(['--gate', '--json', 'x.json'])).toMatchObject({ isGate: true, json: 'x.json' });
    expect(() => readBenchOptions(['--gate', '--write-docs'])).toThrow('The short form is no basis for a document.');
  });

  test('says how it is used when it is used otherwise', () => {
    expect(() => readBenchOptions(['--fast'])).toThrow('npm run bench -- [--gate | --write-docs | --verdicts]');
  });
});
