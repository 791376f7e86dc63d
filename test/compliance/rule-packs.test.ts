import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import cdkJson from '../../cdk.json';
import { compliancePage } from '../../docs/generate/compliance/page';
import { COMPLIANCE_PAGE, isUpToDate } from '../../docs/generate/pages';
import { ACKNOWLEDGEMENTS } from '../../lib/foundation/acknowledgements';
import { WILDCARDS } from '../../lib/foundation/wildcards';
import type { AuditedApp, StandingFinding } from '../support/compliance-app';
import { APPS, audit, EXAMPLES } from '../support/compliance-apps';
import { PACKS } from '../support/compliance-packs';

const apps = new Map(APPS.map((name): [string, AuditedApp] => [name, audit(name)]));
const app = (name: string): AuditedApp => apps.get(name) as AuditedApp;
const reasons = [...Object.values(ACKNOWLEDGEMENTS).map(({ reason }) => reason), ...Object.values(WILDCARDS)];

describe.each(APPS)('%s', (name) => {
  test('has no finding of any pack that is not acknowledged by name', () => {
    expect(app(name).findings).toEqual([]);
  });

  test('acknowledges nothing that no pack finds', () => {
    const used = new Set(app(name).standing.map(({ id, acknowledgedAt }) => `${id} at ${acknowledgedAt}`));
    expect(app(name).given.filter(({ id, at }) => !used.has(`${id} at ${at}`))).toEqual([]);
  });

  test('acknowledges each finding at the very resource, never above it', () => {
    expect(app(name).standing.filter(({ at, acknowledgedAt }) => at !== acknowledgedAt)).toEqual([]);
    expect(app(name).given.filter(({ atResource }) => !atResource)).toEqual([]);
  });

  test('names findings in full, with the pack, and gives a sentence of ours for each', () => {
    for (const { id, reason } of app(name).given) {
      expect(PACKS.filter((pack) => id.startsWith(`${pack}::`))).toHaveLength(1);
      expect(reasons).toContain(reason);
    }
  });
});

test('every example is a whole app that says what it shows and how it is set up', () => {
  for (const name of readdirSync(EXAMPLES)) {
    const file = (part: string) => readFileSync(path.join(EXAMPLES, name, part), 'utf8');
    expect(JSON.parse(file('cdk.json')).app).toBe(cdkJson.app);
    expect(file('bin/app.ts')).toContain('app.synth();');
    expect(file('README.md')).toMatch(/^# .+\n\n## What this shows\n[\s\S]+\n## Set-up\n/);
  }
});

test('every reason is a full sentence', () => {
  for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{19,}[^.]\.$/);
  expect(new Set(reasons).size).toBe(reasons.length);
});

test('every reason is needed somewhere', () => {
  const used = new Set([...apps.values()].flatMap(({ standing }) => standing.map(({ reason }) => reason)));
  expect(reasons.filter((reason) => !used.has(reason))).toEqual([]);
});

test('the packs judge what the stack is made of, so that silence means consent', () => {
  const { judged } = app('prod');
  for (const rule of [
    'S3BucketSSLRequestsOnly',
    'KMSBackingKeyRotationEnabled',
    'IAMNoInlinePolicy',
    'LambdaFunctionPublicAccessProhibited',
  ]) {
    expect([rule, judged.get(rule)?.size]).toEqual([rule, expect.any(Number)]);
  }
});

test(`${COMPLIANCE_PAGE} is up to date; after a change: npm run docs`, () => {
  expect(isUpToDate(COMPLIANCE_PAGE, compliancePage(apps))).toBe(true);
});

afterAll(() => {
  const lines = APPS.map(
    (name) => `  ${name.padEnd(26)}${PACKS.map((pack) => `${pack} ${rulesOf(app(name).standing, pack)}`).join(', ')}\n`,
  );
  process.stdout.write(`Acknowledged rules of each pack:\n${lines.join('')}`);
});

/** How many rules of a pack stand acknowledged; a rule that several resources meet counts once. */
function rulesOf(standing: readonly StandingFinding[], pack: string): number {
  return new Set(standing.filter((finding) => finding.pack === pack).map(({ id }) => id)).size;
}
