/**
 * Decides the simulation of docs/access.md, and holds that section to it. `.ci/run` runs it; after a change, by hand:
 * npm ci --prefix .ci/judges --ignore-scripts && npx tsx .ci/judges/simulate.ts --write
 */
import { ACCESS_FILE } from '../../test/compliance/access-page';
import { type Asked, simulation } from '../../test/compliance/simulation';
import { sectionOf, withSection } from '../../test/compliance/simulation-section';
import { simulatedStage } from '../../test/support/simulated-stage';
import { writePage, writtenPage } from '../../test/support/written-page';
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
  const made = await simulation(stage, decide);
  const page = writtenPage(ACCESS_FILE);
  if (process.argv.includes('--write')) writePage(ACCESS_FILE, withSection(page, made));
  else if (sectionOf(page) !== made) {
    process.stderr.write(
      `${ACCESS_FILE} does not say what the engine decides. Read what differs after: npx tsx .ci/judges/simulate.ts --write\n`,
    );
    process.exitCode = 1;
  }
  process.stdout.write(`simulation: ${count} calls decided\n`);
}

void main();
