/**
 * Decides the simulation of docs/access.md by an engine that is not ours, and holds that section to it: `npm run docs` makes it by our own reading
 * of the policies. `.ci/run` runs this; by hand: npm ci --prefix .ci/judges --ignore-scripts && npx tsx .ci/judges/simulate.ts
 */
import { type Asked, simulation } from '../../docs/generate/access/simulation';
import { written } from '../../docs/generate/pages';
import { simulatedStage } from '../../test/support/simulated-stage';
import { judgeOf } from './decision';

async function main(): Promise<void> {
  const stage = simulatedStage();
  const judge = judgeOf(stage);
  let count = 0;
  const decide = async (call: Asked): Promise<'allowed' | 'denied'> => {
    const decision = await judge(call);
    if (typeof decision !== 'string') throw new Error(`${call.who}, ${call.action} on ${call.on} is not judged: ${decision.notJudged}`);
    count += 1;
    return decision;
  };
  const decided = await simulation(stage, decide);
  if (!written('docs/access.md').includes(decided)) {
    process.stderr.write(`docs/access.md does not say what the engine decides, which is:\n\n${decided}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(`simulation: ${count} calls decided\n`);
}

void main();
