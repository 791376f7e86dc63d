import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Agent, Callers, FaceImages, FaceMatchProxy } from '../../lib';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { concrete } from '../support/stack-policies';
import { checked, Synthesized, settings, synthesize, synthesizeStage, testApp } from '../support/template';

const BOUNDARY = 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary';
const domain = {
  name: 'faces.bank.test',
  certificateArn: 'arn:aws:acm:eu-central-1:999900001111:certificate/1111-2222',
  hostedZone: { id: 'Z0123456789', name: 'bank.test' },
};

const dev = synthesizeStage('dev');
const local = synthesizeStage('local');
const whole = synthesize(
  checked({ api: { domain, loggingRole: 'managed-here' }, tags: { 'cost-centre': '4711' }, permissionsBoundary: BOUNDARY }),
);

/** Stack of settings in a region; undefined for one that is not known at synth. */
function inRegion(region: string | undefined, changes: Readonly<Record<string, unknown>> = {}): Synthesized {
  const env = region === undefined ? {} : { env: { region } };
  return new Synthesized(new FaceMatchProxyStack(testApp(), 'FaceMatchProxy-test', { config: checked(changes), ...env }));
}

describe('a host name of the company’s own', () => {
  test('is regional, speaks TLS 1.2 or newer as the API does, and leads to the stage', () => {
    expect(whole.one('AWS::ApiGateway::DomainName')).toMatchObject({
      DomainName: 'faces.bank.test',
      RegionalCertificateArn: domain.certificateArn,
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
    });
    const { BasePath, Stage } = whole.one('AWS::ApiGateway::BasePathMapping');
    expect(BasePath).toBeUndefined();
    expect(Stage).toEqual({ Ref: whole.of('AWS::ApiGateway::Stage')[0]?.[0] });
  });

  test('is the only way in', () => {
    expect(whole.one('AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint).toBe(true);
    expect(dev.one('AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint).toBe(false);
  });

  test('is what developers get as an output', () => {
    expect(whole.template.Outputs.ProxyBaseUrl.Value).toBe('https://faces.bank.test');
    expect(whole.template.Outputs.TransactionUrl.Value).toBe('https://faces.bank.test/transaction');
  });

  test('gets records for both kinds of address in its zone, and none where no zone is named', () => {
    const records = whole.of('AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
    expect(records.map(({ Type }) => Type).sort()).toEqual(['A', 'AAAA']);
    for (const { Name, HostedZoneId, AliasTarget } of records) {
      expect([Name, HostedZoneId]).toEqual(['faces.bank.test.', 'Z0123456789']);
      expect(AliasTarget.DNSName['Fn::GetAtt'][1]).toBe('RegionalDomainName');
    }
    const { hostedZone: _, ...elsewhere } = domain;
    expect(synthesize(checked({ api: { domain: elsewhere } })).of('AWS::Route53::RecordSet')).toEqual([]);
  });

  test('is refused with a certificate of another region, in another zone and in capital letters', () => {
    expect(() => inRegion('us-east-1', { api: { domain } })).toThrow(
      /certificateArn.*accepted: an ARN of us-east-1, the region of the stack/,
    );
    expect(inRegion('eu-central-1', { api: { domain } }).of('AWS::ApiGateway::DomainName')).toHaveLength(1);
    const zone = (name: string) => () => checked({ api: { domain: { ...domain, hostedZone: { id: 'Z1', name } } } });
    expect(zone('other.test')).toThrow(/api\.domain\.hostedZone\.name/);
    expect(zone('ank.test')).toThrow(/api\.domain\.hostedZone\.name/);
    expect(() => checked({ api: { domain: { ...domain, name: 'Faces.bank.test' } } })).toThrow(/api\.domain\.name/);
  });
});

describe('residency', () => {
  const said = (stage: Synthesized): string => stage.warnings.filter((warning) => /continent/.test(warning)).join();

  test.each([
    ['eu-central-1', 'eu'],
    ['eu-west-2', 'eu'],
    ['us-east-1', 'us-east'],
    ['ca-central-1', 'us-east'],
    ['sa-east-1', 'br'],
  ])('nothing is said of %s with Microblink’s region %s', (region, agent) =>
    expect(said(inRegion(region, { agent: { region: agent } }))).toBe(''),
  );

  test.each([
    ['us-east-1', { region: 'eu' }, "us-east-1 (North America), Microblink's region is eu (Europe)"],
    ['eu-central-1', { region: 'us-east' }, "eu-central-1 (Europe), Microblink's region is us-east (North America)"],
    ['ap-southeast-2', { region: 'eu' }, 'ap-southeast-2 (Oceania)'],
    ['us-east-1', { url: 'https://api.br.platform.microblink.com/agent/' }, "Microblink's region is br (South America)"],
  ])('photos that leave %s for another continent are warned of', (region, agent, words) => {
    expect(said(inRegion(region, { agent }))).toContain(words);
  });

  test('what cannot be compared is not passed over', () => {
    expect(said(inRegion(undefined))).toContain('the region of the stack is not known at synth');
    expect(said(inRegion('xx-north-1'))).toContain('where xx-north-1 is, is not known here');
    expect(said(inRegion('eu-west-1', { agent: { region: 'eux' } }))).toContain("where Microblink's region eux is, is not known here");
    expect(said(local)).toBe('');
  });

  test('is an error by configuration, also where it could not be checked, and silent where it is meant', () => {
    const strict = { residency: 'error' };
    expect(inRegion('us-east-1', strict).errors.join()).toContain('Photos leave their continent');
    expect(inRegion(undefined, strict).errors.join()).toContain('could not be checked');
    expect(inRegion('eu-west-3', strict).errors).toEqual([]);
    const meant = inRegion('us-east-1', { residency: 'other-continents-are-intended' });
    expect([said(meant), meant.errors]).toEqual(['', []]);
  });

  test('takes the region of the command line for a stack without one', () => {
    process.env.CDK_DEFAULT_REGION = 'us-west-2';
    try {
      expect(said(inRegion(undefined))).toContain('us-west-2 (North America)');
    } finally {
      delete process.env.CDK_DEFAULT_REGION;
    }
  });

  test('is checked in another app, too', () => {
    const stack = new Stack(testApp(), 'Bank', { env: { region: 'us-east-1' } });
    new FaceMatchProxy(stack, 'Proxy', {
      purpose: 'development',
      agent: Agent.region('eu'),
      callers: Callers.newPool(),
      images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }),
      workflows: { inject: { 'wf-1': { field: 'faceImage', image: 'face' } } },
      corsOrigins: '*',
      residency: 'error',
    });
    expect(new Synthesized(stack).errors.join()).toContain('Photos leave their continent');
  });
});

describe('a stage', () => {
  test('cannot be deleted by one wrong command, unless it is made to be thrown away', () => {
    expect([synthesizeStage('prod'), dev, local].map(({ terminationProtection }) => terminationProtection)).toEqual([true, true, false]);
  });

  test('tags what takes tags with what it is, whose it is and how sensitive, and with the company’s own tags', () => {
    const tags = (stage: Synthesized, type: string) =>
      Object.fromEntries(
        stage.one(type, /Faces|Function|Credentials|Acl/).Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]),
      );
    for (const type of ['AWS::S3::Bucket', 'AWS::Lambda::Function', 'AWS::SecretsManager::Secret', 'AWS::WAFv2::WebACL']) {
      expect(tags(whole, type)).toMatchObject({
        application: 'face-match-proxy',
        'data-classification': 'biometric',
        'cost-centre': '4711',
      });
    }
    expect(tags(dev, 'AWS::S3::Bucket').stage).toBe('dev');
    expect(dev.of('AWS::KMS::Key').map(([, { Properties }]) => Properties.Tags)).not.toContain(undefined);
    expect(dev.one('AWS::Cognito::UserPool').UserPoolTags).toMatchObject({ application: 'face-match-proxy' });
  });

  test('takes no tag in place of the stack’s, none of AWS’s, and none that a service would refuse', () => {
    for (const name of ['Stage', 'application', 'aws:x', 'a*'])
      expect(() => checked({ tags: { [name]: 'x' } })).toThrow(/: 1 fault\n {2}tags\W/);
    expect(() => checked({ tags: { owner: 'a;b' } })).toThrow(/tags\.owner/);
    expect(() => checked({ tags: Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`t${at}`, 'x'])) })).toThrow(/at most 40 tags/);
  });

  const bounds = (stage: Synthesized, isWanted = (_: string) => true) =>
    stage.of('AWS::IAM::Role').flatMap(([id, { Properties }]) => (isWanted(id) ? [Properties.PermissionsBoundary] : []));
  const loggingRole = { api: { loggingRole: 'managed-here' } };

  test('bounds every role by the configured policy, and none without one', () => {
    expect(bounds(whole)).toEqual([BOUNDARY, BOUNDARY, BOUNDARY]);
    expect(bounds(synthesize(checked(loggingRole)))).toEqual([undefined, undefined, undefined]);
    for (const permissionsBoundary of ['arn:aws:iam::aws:policy/PowerUserAccess', 'a policy', 'arn:aws-cn:iam::999900001111:policy/x']) {
      expect(() => checked(settings({ permissionsBoundary }))).toThrow(/permissionsBoundary/);
    }
  });

  test('bounds the role of API Gateway’s logs by a separate policy, and refuses that policy where it makes no such role', () => {
    const policy = (name: string) => `arn:aws:iam::999900001111:policy/${name}`;
    const both = { permissionsBoundary: 'face-match-proxy-boundary', loggingRoleBoundary: `${BOUNDARY}-logging` };
    const stage = synthesize(checked({ ...both, ...loggingRole }));
    const isLogging = (id: string) => id.includes('LoggingRole');
    expect(bounds(stage, isLogging)).toEqual([policy('face-match-proxy-boundary-logging')]);
    const others = concrete(
      bounds(stage, (id) => !isLogging(id)),
      {},
    );
    expect(new Set(others as string[])).toEqual(new Set([policy('face-match-proxy-boundary')]));
    expect(() => checked(both)).toThrow(/loggingRoleBoundary.*accepted: a policy with api\.loggingRole "managed-here" alone/);
  });

  test.each(['dev', 'prod'])(
    '%s, as it is here, bounds every role by the policies of bootstrap.sh, and the construct names none',
    (name) => {
      const text = readFileSync(path.join(__dirname, '..', '..', 'bootstrap', 'bootstrap.sh'), 'utf8');
      const script = text.replaceAll('$boundary', /^boundary=(.+)$/m.exec(text)?.[1] ?? '');
      const names = concrete(bounds(synthesizeStage(name)), {}) as string[];
      expect(names.filter((each) => each === undefined)).toEqual([]);
      for (const each of names) expect(script).toContain(`put_policy "${each.split('/')[1]}" `);
    },
  );
});

describe('the execution log', () => {
  test('says why a request failed and nothing of what it held, in a group that is there before API Gateway makes one', () => {
    const [id, group] = dev.of('AWS::Logs::LogGroup').find(([logicalId]) => logicalId.includes('ExecutionLog')) ?? [];
    const [apiId] = dev.of('AWS::ApiGateway::RestApi')[0] ?? [];
    expect(concrete(group?.Properties.LogGroupName, {})).toBe(`API-Gateway-Execution-Logs_${apiId}/live`);
    const [, stage] = dev.of('AWS::ApiGateway::Stage')[0] ?? [];
    expect(stage?.DependsOn).toContain(id);
    expect(stage?.Properties).toMatchObject({ StageName: 'live', MethodSettings: [{ LoggingLevel: 'ERROR', DataTraceEnabled: false }] });
  });
});

test('a request is traced through API and function, by permissions in the function’s own policy', () => {
  expect(dev.one('AWS::ApiGateway::Stage').TracingEnabled).toBe(true);
  expect(dev.one('AWS::Lambda::Function').TracingConfig).toEqual({ Mode: 'Active' });
});
