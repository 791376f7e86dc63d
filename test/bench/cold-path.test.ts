import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPiece, CONNECTIONS, STEPS } from '../../bench/cold-path-pieces';
import { coldPathTable } from '../../bench/cold-path-table';
import { goodResults } from './results';

describe('what a cold start consists of', () => {
  test('is a line for each piece, with what it takes more than the one before it', () => {
    const table = coldPathTable(goodResults());
    expect(table).toContain('Taken on 2026-11-25: Node 24.0.0, linux x64, a processor, 2 cores. Medians of 10 starts');
    expect(table).toContain('| an empty function | 26.0 (26.0-26.0) |  | 28.0 (28.0-28.0) |');
    expect(table).toContain('| and a thing more | 37.5 (37.5-37.5) | 11.5 | 40.0 (40.0-40.0) |');
    expect(table).toContain('| opened ahead | 100.0 (100.0-100.0) | -50.0 | 60.0 (60.0-60.0) |');
  });

  test('says so when it was not measured', () => {
    expect(coldPathTable(goodResults({ coldPath: { steps: [], connections: [] } }))).toBe('Not measured.\n');
  });

  test('begins with the empty function and ends with the whole one, each bundled as the function is', () => {
    const files = STEPS.map(({ file }) => file);
    expect([files[0], files.at(-1)]).toEqual(['empty-function', '../lambda/handler']);
    const root = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-pieces-'));
    const code = [...STEPS, ...CONNECTIONS].map((piece) => readFileSync(path.join(buildPiece(piece, root).directory, 'index.js'), 'utf8'));
    expect(new Set(code.slice(0, STEPS.length).map(({ length }) => length)).size).toBe(STEPS.length);
  });
});
