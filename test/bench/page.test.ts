import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NAMES } from '../../bench/contestants/contestants';
import { HUGE, MEMORY_MB, SIZES, SMALL } from '../../bench/measure/bench';
import { figure, type Results } from '../../bench/measure/results';
import { idealMs } from '../../bench/network/network';
import { withFigures } from '../../bench/page/document';
import { picture } from '../../bench/page/picture';

const DOCUMENT = readFileSync(path.join(__dirname, '..', '..', 'docs', 'performance.md'), 'utf8');

/** A run in which every other way takes twice as long as the ideal. */
function results(): Results {
  const slow = (name: string) => ({ proxy: 1, recording: 1.1 })[name] ?? 2;
  const warm = (memoryMB: number) =>
    NAMES.flatMap((name) => SIZES.map((bytes) => figure('warm', { name, memoryMB }, bytes, [idealMs(bytes) * slow(name)])));
  const starts = NAMES.flatMap((name) =>
    (['first', 'cold'] as const).map((measure) => figure(measure, { name, memoryMB: MEMORY_MB }, SMALL, [100 * slow(name)])),
  );
  const memory = [figure('memory', { name: 'proxy', memoryMB: MEMORY_MB }, HUGE, [8])];
  return {
    takenAt: '2026-11-25T12:00:00.000Z',
    machine: 'Node 24.0.0, a processor, 2 cores',
    figures: [...warm(1769), ...warm(MEMORY_MB), ...starts, ...memory],
  };
}

test('the document has a place for the figures, and keeps what is around it', () => {
  const written = withFigures(DOCUMENT, results());
  expect(written).toContain('Taken on 2026-11-25: Node 24.0.0, a processor, 2 cores.');
  expect(written).toContain('| face-match-proxy | 41.7 | 56.7 | 107 | 207 | 373 | 100 | 100 | 8.0 |');
  expect(written).toContain('| the network alone | 83.3 | 113 | 213 | 413 | 747 | 200 | 200 | - |');
  expect(written).toContain('at 5 MB 0.50 of (a) and 0.50 of (b)');
  expect(written).toContain('The record for a verdict adds 5.7 ms');
  expect(written).toMatch(/\| 512 \(default\) \| 29 % .*\n\| 1769 \| 100 % /);
  expect(withFigures(written, results())).toBe(written);
  expect(written.split('<!-- end of figures')[1]).toBe(DOCUMENT.split('<!-- end of figures')[1]);
});

test('a document without that place is refused', () => {
  expect(() => withFigures('# Performance', results())).toThrow('The document has no section');
});

test('the picture is a whole SVG document with a description, and colours for a dark page', () => {
  const drawn = picture(results());
  expect(drawn).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="[\d ]+" role="img" aria-label="[^"]+">/);
  expect(drawn).toContain('prefers-color-scheme: dark');
  expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
  expect(drawn.trimEnd()).toMatch(/<\/svg>$/);
});

test('what was not measured is a gap in the table and in the picture', () => {
  const none = { ...results(), figures: results().figures.filter(({ name }) => name !== 'usual') };
  expect(withFigures(DOCUMENT, none)).toContain('| (b) the usual Lambda example | - | - | - | - | - | - | - | - |');
  expect(picture(none)).not.toMatch(/NaN|undefined/);
});
