import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Shares, sharesOf } from '../../bench/function/share';

/** Plain files in the place of the kernel's do not go with their folder. */
const remove = (folder: string) => rmSync(folder, { recursive: true });

function mount(files: readonly string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-cgroups-'));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  return root;
}

let pinned: [processId: number, processors: string][] = [];
beforeEach(() => {
  pinned = [];
});

function sharesIn(root: string): Shares {
  const shares = sharesOf(root, remove, (...pin) => void pinned.push(pin), 4);
  if (typeof shares === 'string') throw new Error(shares);
  return shares;
}

/** What was written for the process, by file. */
function written(parent: string): Record<string, string> {
  const folder = readdirSync(parent).find((name) => name.startsWith('face-match-proxy-bench-')) ?? '';
  const read = (file: string): [string, string] => [file, readFileSync(path.join(parent, folder, file), 'utf8')];
  return Object.fromEntries(readdirSync(path.join(parent, folder)).map(read));
}

describe('a process gets what Lambda gives a function of its memory, after its init', () => {
  test.each([
    [256, '2894'],
    [512, '5788'],
    [1024, '11577'],
    [1769, '20000'],
  ])('of %i MB, by version 2 of cgroups: %s of 20,000 microseconds', (memoryMB, quota) => {
    const root = mount(['cgroup.controllers', 'cgroup.subtree_control']);
    const share = sharesIn(root).of(4711);
    expect(written(root)).toEqual({ 'cgroup.procs': '4711' });
    share.limit(memoryMB);
    expect(written(root)).toEqual({ 'cgroup.procs': '4711', 'cpu.max': `${quota} 20000` });
    expect(readFileSync(path.join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+cpu');
  });

  test('by version 1 likewise', () => {
    const root = mount(['cpu/cpu.cfs_quota_us']);
    sharesIn(root).of(4711).limit(512);
    expect(written(path.join(root, 'cpu'))).toEqual({ 'cgroup.procs': '4711', 'cpu.cfs_period_us': '20000', 'cpu.cfs_quota_us': '5788' });
  });
});

test('functions are on the last processor, and the services, when they have stepped aside, on the first', () => {
  const shares = sharesIn(mount(['cgroup.controllers', 'cgroup.subtree_control']));
  expect(pinned).toEqual([[process.pid, '0-3']]);
  shares.of(4711);
  shares.stepAside();
  expect(pinned.slice(1)).toEqual([
    [4711, '3'],
    [process.pid, '0'],
  ]);
});

test('one processor is not enough for functions and services', () => {
  expect(sharesOf(mount(['cgroup.controllers', 'cgroup.subtree_control']), remove, () => undefined, 1)).toBe(
    'this system has one processor, and the services need another',
  );
});

test('a system without cgroups is told from one that gives no right to them', () => {
  expect(sharesOf(mount([]))).toBe('this system has no CPU cgroups (Linux has)');
  expect(sharesOf(mount(['cgroup.controllers', 'cgroup.subtree_control/a-folder']))).toMatch(
    /^there is no right to set a CPU cgroup's quota or a processor: EISDIR/,
  );
});
