import { PROBLEMS } from '../../contract/problems';
import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';
import { synthesizeStage } from '../support/template';

/**
 * Five starts without a platform, which Microblink rejected, counted as a fault of the release: any caller could take it back, and
 * with it the repair of what is used. What a caller causes by nonsense decides on no release.
 */
describe('a start that Microblink would reject', () => {
  let given: GivenProxy;
  afterEach(async () => await given.stop());

  test.each([
    ['without a platform', { platform: undefined }],
    ['with a platform that is null', { platform: null }],
    ['with an empty platform', { platform: '' }],
    ['with a blank platform', { platform: ' ' }],
    ['with a platform of 65 characters', { platform: 'x'.repeat(65) }],
    ['with a platform of a line and a half', { platform: 'ios\nx' }],
    ['with a platform that cannot be seen', { platform: '\u200b' }],
    ['with a platform in a list', { platform: ['ios'] }],
    ['without a version', { sdkVersion: undefined }],
    ['with a version that is a number', { sdkVersion: 1.1 }],
    ['with a version that is an object', { sdkVersion: {} }],
  ])('%s is refused here, and counts for no one', async (_what, change) => {
    given = await givenProxy();
    const result = await given.call({ body: startBody(change) });
    expect(JSON.parse(result.body)).toMatchObject({ code: 'invalid-request', status: 400 });
    expect([given.s3.requests, given.agent.requests]).toEqual([[], []]);
  });

  test('is not one whose platform has 64 printable characters', async () => {
    given = await givenProxy();
    const change = { platform: 'ž'.repeat(64), sdkVersion: '1.10.3-beta+exp.sha.5114f85 (iOS)' };
    expect((await given.call({ body: startBody(change) })).statusCode).toBe(200);
  });
});

describe.each(['prod', 'dev'])('what takes a release of %s back', (name) => {
  const stage = synthesizeStage(name);
  const [versionId] = stage.of('AWS::Lambda::Version')[0] ?? [];
  const version = { 'Fn::GetAtt': [versionId, 'Version'] };
  const alarms = stage.one('AWS::CodeDeploy::DeploymentGroup').AlarmConfiguration.Alarms as { Name: { Ref: string } }[];
  const watched = alarms.map(({ Name }) => stage.resources[Name.Ref]?.Properties);
  type Metric = { MetricStat?: { Metric: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] } } };
  const figures = watched.flatMap(({ Metrics = [] }) => (Metrics as Metric[]).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []));

  test('is counted for the new version alone: by Lambda, and by the function under its own version', () => {
    expect(watched).toHaveLength(1);
    expect(figures).toHaveLength(2);
    const dimensions = ['ExecutedVersion', 'version'];
    for (const { Dimensions } of figures) {
      expect(Dimensions.filter((each) => dimensions.includes(each.Name)).map(({ Value }) => Value)).toEqual([version]);
    }
  });

  test('is a crash or an error that no step expected, never a refusal nor an answer of the API or of Microblink', () => {
    expect(figures.map(({ MetricName }) => MetricName).toSorted()).toEqual(['Errors', 'InternalErrors']);
    const values = figures.flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value));
    expect(values.filter((value) => Object.hasOwn(PROBLEMS, String(value)))).toEqual([]);
  });
});
