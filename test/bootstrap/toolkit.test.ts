import { readdirSync } from 'node:fs';
import path from 'node:path';
import { STACKS } from '../../bootstrap/deployment-permission';
import { cdksTemplate, toolkitTemplate, VARIANT } from '../../bootstrap/toolkit-template';
import { read } from '../docs/documents';
import { DEPLOY_ROLE, toolkitPolicy } from '../support/deployment-roles';
import { allowedByEither, identityPolicy } from '../support/stack-policies';
import { CHANGES_OF_A_STACK, DEPLOYER_MUST_NOT, LOOKUP_MAY, LOOKUP_MUST_NOT, OTHER_STACKS, stackArn } from '../support/toolkit-calls';

const PROJECT = path.join(__dirname, '..', '..');
const cdks = cdksTemplate();
const text = read('bootstrap/toolkit-template.json');
const template = JSON.parse(text) as ReturnType<typeof toolkitTemplate>;

const may = (role: string, action: string, resource: string): boolean =>
  allowedByEither({ principal: DEPLOY_ROLE, action, resource }, identityPolicy(DEPLOY_ROLE, toolkitPolicy(template, role)));

describe('the bootstrap template', () => {
  test('is CDK’s but for its variant and what two roles may do', () => {
    const given = structuredClone(cdks) as typeof template;
    for (const role of ['DeploymentActionRole', 'LookupRole']) {
      for (const part of ['ManagedPolicyArns', 'Policies']) {
        const [ours, theirs] = [template, given].map(({ Resources }) => Resources[role]?.Properties ?? {});
        expect(ours?.[part]).not.toEqual(theirs?.[part]);
        if (theirs) delete theirs[part];
      }
    }
    const ours = structuredClone(template);
    for (const role of ['DeploymentActionRole', 'LookupRole']) delete ours.Resources[role]?.Properties.Policies;
    Object.assign(given.Parameters.BootstrapVariant ?? {}, { Default: VARIANT });
    expect(ours).toEqual(given);
  });

  test.each(['DeployPermissions', 'CliPermissions', 'Refactor', 'PipelineCrossAccountArtifactsBucket', 'PipelineCrossAccountArtifactsKey'])(
    'is not made from a template of CDK that has no statement %s any more, until somebody has read it',
    (sid) => {
      const changed = JSON.parse(JSON.stringify(cdks).replace(`"Sid":"${sid}"`, '"Sid":"Other"'));
      expect(() => toolkitTemplate(changed)).toThrow(`CDK's bootstrap has changed: the statement ${sid} is not there.`);
    },
  );
});

type Properties = { ManagedPolicyArns: unknown[]; Policies: { PolicyDocument: { Statement: { Action: unknown }[] } }[] };
const statements = (of: Properties) => of.Policies[0]?.PolicyDocument.Statement ?? [];

describe.each(['DeploymentActionRole', 'LookupRole'])('a newer CDK whose %s', (role) => {
  test.each<[string, (of: Properties) => unknown]>([
    ['has a statement more', (of) => statements(of).push({ Action: 'dynamodb:*' })],
    ['has another action in a statement', (of) => Object.assign(statements(of)[0] ?? {}, { Action: 's3:*' })],
    ['has a second inline policy', (of) => of.Policies.push({ PolicyDocument: { Statement: [] } })],
    ['has another policy of AWS', (of) => of.ManagedPolicyArns.push({ 'Fn::Sub': 'arn:aws:iam::aws:policy/AdministratorAccess' })],
  ])('%s is read by a person first', (_what, change) => {
    const changed = structuredClone(cdks) as { Resources: Record<string, { Properties: Properties }> };
    const properties = changed.Resources[role]?.Properties as Properties;
    change(properties);
    expect(() => toolkitTemplate(changed)).toThrow("CDK's bootstrap has changed: ");
  });
});

describe('the role that deploys', () => {
  test.each(CHANGES_OF_A_STACK)('may %s a stack of this project and no other, whose service role could do anything', (action) => {
    expect(may('DeploymentActionRole', action, stackArn('FaceMatchProxy-prod'))).toBe(true);
    for (const other of OTHER_STACKS) expect(may('DeploymentActionRole', action, stackArn(other))).toBe(false);
  });

  test.each(DEPLOYER_MUST_NOT)('may not %s on %s', (action, resource) => expect(may('DeploymentActionRole', action, resource)).toBe(false));

  test('has permissions for the stacks of every stage and of every example that is deployed with this bootstrap', () => {
    const stages = readdirSync(path.join(PROJECT, 'config')).flatMap((file) => /^(?!schema)([\w-]+)\.json$/.exec(file)?.[1] ?? []);
    expect(read('bin/app.ts')).toContain(`\`${STACKS}\${stage}\``);
    const examples = ['custom-domain-in-the-eu/bank.ts', 'existing-pool-and-bucket/bin/app.ts', 'step-up/bank.ts'].map(
      (file) => /new (?:FaceMatchProxy)?Stack\(app, '([\w-]+)'/.exec(read(`examples/${file}`))?.[1] ?? '',
    );
    const names = [...stages.map((stage) => `${STACKS}${stage}`), ...examples];
    expect(examples).not.toContain('');
    expect(names.filter((name) => !may('DeploymentActionRole', 'cloudformation:ExecuteChangeSet', stackArn(name)))).toEqual([]);
  });
});

test('the role that looks up reads this project’s stacks and the bootstrap’s version, and no table, log, bucket or other stack', () => {
  expect(LOOKUP_MAY.filter(([action, resource]) => !may('LookupRole', action, resource))).toEqual([]);
  expect(LOOKUP_MUST_NOT.filter(([action, resource]) => may('LookupRole', action, resource))).toEqual([]);
});
