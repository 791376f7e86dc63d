import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPiece, CONNECTIONS, type Piece, STEPS } from './cold-path-pieces';
import { FunctionHost } from './function-host';
import type { ColdPathFigure, ColdPathFigures } from './results';
import { interleave } from './rounds';
import { startEvent } from './start-event';
import { summarize } from './statistics';
import type { Workshop } from './workshop';

/** Some twenty seconds for all. */
const ROUNDS = 8;
const BYTES = 50_000;

type Start = { readonly ms: number; readonly processorMs: number };

export async function measureColdPath({ standIns, cores }: Pick<Workshop, 'standIns' | 'cores'>): Promise<ColdPathFigures> {
  const root = await mkdtemp(path.join(tmpdir(), 'face-match-proxy-cold-path-'));
  try {
    const pieces = [...STEPS, ...CONNECTIONS].map((piece) => ({ piece, built: buildPiece(piece, root), starts: [] as Start[] }));
    await interleave(ROUNDS + 1, pieces, async ({ piece, built, starts }) => {
      starts.push(await startOnce(() => FunctionHost.start(built, { network: standIns.environment(piece.network), cores })));
    });
    // In the first round the files come from the disk.
    const figures = new Map(pieces.map(({ piece, starts }) => [piece, figureOf(piece, starts.slice(1))]));
    const of = (some: readonly Piece[]) => some.flatMap((piece) => figures.get(piece) ?? []);
    return { steps: of(STEPS), connections: of(CONNECTIONS) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function figureOf({ title }: Piece, starts: readonly Start[]): ColdPathFigure {
  return { title, ms: summarize(starts.map(({ ms }) => ms)), processorMs: summarize(starts.map(({ processorMs }) => processorMs)) };
}

async function startOnce(start: () => Promise<FunctionHost>): Promise<Start> {
  const since = performance.now();
  const host = await start();
  try {
    await host.succeed(startEvent(BYTES));
    return { ms: performance.now() - since, processorMs: await host.processorMs() };
  } finally {
    await host.stop();
  }
}
