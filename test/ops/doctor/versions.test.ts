import { version } from '../../../package.json';
import { type HealthyStage, startHealthyStage } from './healthy-stage';

let stage: HealthyStage;
beforeEach(async () => {
  stage = await startHealthyStage();
});
afterEach(() => stage.stop());

/** What doctor says of a stack whose template has this metadata. */
async function versionsWith(Metadata: string | undefined) {
  stage.aws.answer('cloudformation.GetTemplateSummary', { Metadata });
  return (await stage.examine('--stage', 'prod', '--region', 'eu-central-1')).of('versions');
}
const deployedBy = (deployed: unknown) => JSON.stringify({ 'face-match-proxy': { version: deployed } });

test('a stack of this version passes', async () => {
  expect(await versionsWith(deployedBy(version))).toMatchObject({
    verdict: 'pass',
    says: expect.stringContaining(`Deployed is ${version}, `),
  });
});

test('a stack of an older version: what to read before a deployment, from where to where, then the difference', async () => {
  expect(await versionsWith(deployedBy('0.1.9'))).toMatchObject({
    verdict: 'warning',
    says: expect.stringMatching(/^Deployed is 0\.1\.9, on \S+, older than this command line, [\d.]+ on Node/),
    toDo: `Read "Before you deploy" in CHANGELOG.md from the version after 0.1.9 to ${version}. Then npm run diff -- -c stage=prod --region eu-central-1 shows what a deployment would change.`,
  });
});

test.each(['99.0.0', '0.10.0', '0.2.1000'])('a stack of the newer version %s is not to be deployed over by this one', async (newer) => {
  expect(await versionsWith(deployedBy(newer))).toMatchObject({
    verdict: 'warning',
    says: expect.stringMatching(/^Deployed is [\d.]+, on \S+, newer than this command line/),
    toDo: expect.stringMatching(/^Take version [\d.]+ or a newer one\. A deployment by this one would go back/),
  });
});

test.each([
  ['no metadata', undefined],
  ['the metadata of another app', '{"owner":"step-up"}'],
  ['a version that is no text', deployedBy(2)],
  ['a version of another form', deployedBy('0.2.0-local')],
  ['a version that is a command', deployedBy('$(id)')],
])('a stack with %s does not say which version it is of: all is to be read', async (_, metadata) => {
  const { verdict, says, toDo } = (await versionsWith(metadata)) ?? {};
  expect({ verdict, says }).toMatchObject({ verdict: 'warning', says: expect.stringContaining('a version that does not say which') });
  expect(toDo).toContain(`Read "Before you deploy" in CHANGELOG.md up to ${version}`);
  expect(`${says}${toDo}`).not.toMatch(/local|\$\(/);
});
