/**
 * Decides the simulation of docs/access.md by an engine that is not ours, and compares that section with it: `npm run docs` makes it by our own reading
 * of the policies, which has to come to the same. `.ci/run` runs this; by hand: npm ci --prefix .ci/judges --ignore-scripts && npx tsx
 * .ci/judges/simulate.ts, with --write to make the section from what the engine decides.
 */
import { writeFileSync } from 'node:fs';
import { type Asked, SIMULATION, simulation } from '../../docs/generate/access/simulation';
import { written } from '../../docs/generate/pages';
import { simulatedStage } from '../../test/support/simulated-stage';
import { judgeOf } from './decision';

const PAGE = 'docs/access.md';
const isWriting = process.argv.includes('--write');

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
  const page = written(PAGE);
  const [section = ''] = new RegExp(`^## ${SIMULATION}$[\\s\\S]*?(?=^## )`, 'm').exec(page) ?? [];
  if (section.trimEnd() !== decided.trimEnd()) {
    process.stderr.write(`${PAGE} does not say what the engine decides${isWriting ? ': written' : '. Read what differs after --write'}.\n`);
    if (isWriting)
      writeFileSync(
        PAGE,
        page.replace(section, () => `${decided.trimEnd()}\n\n`),
      );
    else process.exitCode = 1;
  }
  process.stdout.write(`simulation: ${count} calls decided\n`);
}

void main();
