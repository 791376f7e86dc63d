import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type LocalS3, startS3 } from '../../../../local/s3';

/**
 * An import of many photos into the S3 of the local stack, interrupted twice and resumed:
 *
 *     npx tsx test/ops/faces/import/interrupted-import.ts --photos 20000 --terminal
 */
export interface InterruptedImport {
  readonly photos: number;
  /** Runs it on a separate terminal (`script`), so that it draws its bar. */
  readonly isTerminal: boolean;
  /** The words that start the operator's commands. @default from the sources */
  readonly command?: readonly string[];
  readonly say: (line: string) => void;
}

/** One process of the import. */
export interface ImportProcess {
  readonly code: number | null;
  readonly output: string;
  /** Megabytes over the rows that were done at the time. */
  readonly memory: readonly { readonly rows: number; readonly now: number; readonly most: number }[];
}

export interface ImportFindings {
  readonly processes: readonly ImportProcess[];
  /** Lines of the journal: more than photos would mean that a row was stored twice. */
  readonly journalLines: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Photos in the bucket that are not, byte for byte, those of their subjects. */
  readonly wrong: number;
}

const BUCKET = 'photos';
const PROJECT = join(__dirname, '..', '..', '..', '..');
const FROM_SOURCES = [join(PROJECT, 'node_modules', '.bin', 'tsx'), join(PROJECT, 'bin', 'ops.ts')];

export async function interruptedImport({ photos, isTerminal, command = FROM_SOURCES, say }: InterruptedImport): Promise<ImportFindings> {
  const folder = await mkdtemp(join(tmpdir(), 'interrupted-import-'));
  const s3 = await startS3();
  try {
    s3.createBucket(BUCKET);
    await writeFile(join(folder, 'stack.json'), JSON.stringify(await stackOf(s3)));
    const digests = await drawPhotos(folder, photos);
    say(`${photos} photos drawn.`);
    const processes: ImportProcess[] = [];
    for (const until of [Math.floor(photos / 3), Math.floor((photos * 2) / 3), Number.POSITIVE_INFINITY]) {
      const ended = await runImport(folder, until, isTerminal, command);
      processes.push(ended);
      say(`Process ${processes.length} ended with ${ended.code}; ${await journalLines(folder)} rows done.`);
      for (const { rows, now, most } of ended.memory) say(`  ${String(rows).padStart(7)} rows  ${now} MB (VmRSS)  ${most} MB (VmHWM)`);
    }
    return {
      processes,
      journalLines: await journalLines(folder),
      outcomes: await outcomesOf(folder),
      wrong: await countWrong(s3, digests),
    };
  } finally {
    await s3.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Small grey photos, which are quick to draw and to read, each with its number in its pixels, and a CSV file that names them. */
async function drawPhotos(folder: string, count: number): Promise<Map<string, string>> {
  const [width, height, side] = [200, 260, 10];
  const digests = new Map<string, string>();
  const lines = ['subject,file'];
  await mkdir(join(folder, 'photos'));
  for (let number = 0; number < count; number += 1) {
    const data = Buffer.alloc(width * height, 160);
    for (let bit = 0; bit < 20; bit += 1) {
      for (let y = 0; y < side; y += 1) data.fill((number >> bit) & 1 ? 250 : 20, y * width + bit * side, y * width + (bit + 1) * side);
    }
    const photo = await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();
    const subject = `user-${number}`;
    digests.set(subject, createHash('sha256').update(photo).digest('hex'));
    lines.push(`${subject},photos/${subject}.jpg`);
    await writeFile(join(folder, 'photos', `${subject}.jpg`), photo);
  }
  await writeFile(join(folder, 'people.csv'), lines.join('\r\n'));
  return digests;
}

async function runImport(folder: string, interruptAt: number, isTerminal: boolean, command: readonly string[]): Promise<ImportProcess> {
  const [program = '', ...words] = [...command, '--local', 'faces', 'import', 'people.csv', '--journal', 'work'];
  const env = { ...process.env, LOCAL_DIRECTORY: folder, LANG: 'C.UTF-8' };
  const child = isTerminal
    ? spawn('script', ['-qefc', `stty cols 110; ${[program, ...words].join(' ')}`, '/dev/null'], { cwd: folder, env })
    : spawn(program, words, { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const memory: ImportProcess['memory'][number][] = [];
  const code = await watch(child, async (pid) => {
    const rows = await journalLines(folder);
    const used = await memoryOf(pid);
    if (used !== undefined) memory.push({ rows, ...used });
    if (rows >= interruptAt) process.kill(pid, 'SIGINT');
    return rows >= interruptAt;
  });
  return { code, output, memory: thinned(memory) };
}

/** Looks five times a second until the process has been interrupted, and waits for its end. */
async function watch(child: ChildProcess, look: (pid: number) => Promise<boolean>): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  for (let isInterrupted = false; !isEnded; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const pid = child.pid === undefined ? undefined : await innermost(child.pid);
    if (pid !== undefined && !isInterrupted && !isEnded) isInterrupted = await look(pid);
  }
  return ended;
}

/** The process that does the work: `tsx` and `script` start it as their child. */
async function innermost(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => undefined);
  if (children === undefined) return undefined;
  const [child] = children.trim().split(' ').filter(Boolean).map(Number);
  return child === undefined ? pid : innermost(child);
}

async function memoryOf(pid: number): Promise<{ now: number; most: number } | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [now, most] = ['VmRSS', 'VmHWM'].map((name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024));
  return now && most ? { now, most } : undefined;
}

function thinned<Entry>(entries: readonly Entry[]): Entry[] {
  const every = Math.max(1, Math.floor(entries.length / 12));
  return entries.filter((_, at) => at % every === 0 || at === entries.length - 1);
}

async function journalLines(folder: string): Promise<number> {
  const path = join(folder, 'work', 'journal.jsonl');
  return existsSync(path) ? (await readFile(path, 'utf8')).split('\n').length - 1 : 0;
}

async function outcomesOf(folder: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const text = await readFile(join(folder, 'work', 'results.jsonl'), 'utf8').catch(() => '');
  for (const line of text.split('\n').filter(Boolean)) {
    const { outcome } = JSON.parse(line) as { outcome: string };
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

async function countWrong(s3: LocalS3, digests: ReadonlyMap<string, string>): Promise<number> {
  const { endpoint } = s3;
  let wrong = 0;
  for (const [subject, digest] of digests) {
    const photo = await fetch(`${endpoint}/${BUCKET}/faces/${subject}`);
    const found = createHash('sha256')
      .update(Buffer.from(await photo.arrayBuffer()))
      .digest('hex');
    if (!photo.ok || found !== digest) wrong += 1;
  }
  return wrong;
}

async function stackOf(s3: LocalS3): Promise<object> {
  return {
    ...{ baseUrl: 'http://127.0.0.1:9', transactionUrl: 'http://127.0.0.1:9/transaction', agentApiUrl: 'http://127.0.0.1:9/agent/' },
    cognito: { endpoint: 'http://127.0.0.1:9', userPoolId: 'none', clientId: 'none' },
    s3: {
      endpoint: s3.endpoint,
      bucket: BUCKET,
      keyTemplate: 'faces/{subject}',
      images: { face: { key: 'faces/{subject}', maxBytes: 2_097_152 } },
    },
    secretsManager: { endpoint: 'http://127.0.0.1:9', secretArn: 'none' },
    workflows: { injecting: [], passThrough: [] },
    users: [],
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { photos: { type: 'string', default: '20000' }, terminal: { type: 'boolean', default: false } },
  });
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { processes, ...findings } = await interruptedImport({ photos: Number(values.photos), isTerminal: values.terminal, say });
  for (const { output } of processes) say(values.terminal ? output.split('\r').slice(-6).join('\n') : output);
  say(JSON.stringify(findings));
  process.exitCode = findings.wrong === 0 && findings.journalLines === Number(values.photos) ? 0 : 1;
}

if (require.main === module) void main();
