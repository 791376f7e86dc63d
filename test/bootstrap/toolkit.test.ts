import { readdirSync } from 'node:fs';
import path from 'node:path';
import { STACKS } from '../../bootstrap/deployment-permission';
import { cdksTemplate, templateText, toolkitTemplate, VARIANT } from '../../bootstrap/toolkit-template';
import { read } from '../docs/documents';
import { allowedByEither, identityPolicy } from '../support/stack-policies';

type Statements = Parameters<typeof identityPolicy>[1];

const PROJECT = path.join(__dirname, '..', '..');
const ROLE = 'arn:aws:iam::999900001111:role/cdk-fmproxy-deploy-role-999900001111-eu-central-1';
const cdks = cdksTemplate();
const text = read('bootstrap/toolkit-template.json');
const template = JSON.parse(text) as ReturnType<typeof toolkitTemplate>;

/** What a role of the bootstrap may do by its own policies, with this project's qualifier in an account. */
function policyOf(of: ReturnType<typeof toolkitTemplate>, role: string): Statements {
  const { ManagedPolicyArns, Policies } = (of.Resources[role]?.Properties ?? {}) as {
    ManagedPolicyArns?: unknown;
    Policies: { PolicyDocument: { Statement: Statements } }[];
  };
  expect(ManagedPolicyArns).toBeUndefined();
  const values: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-central-1',
    'AWS::AccountId': '999900001111',
    CdkBootstrapVersion: '/cdk-bootstrap/fmproxy/version',
    'StagingBucket.Arn': 'arn:aws:s3:::cdk-fmproxy-assets-999900001111-eu-central-1',
    'CloudFormationExecutionRole.Arn': 'arn:aws:iam::999900001111:role/cdk-fmproxy-cfn-exec-role-999900001111-eu-central-1',
  };
  const statements = JSON.stringify(Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).replace(
    /\{"Fn::Sub":"([^"]+)"\}/g,
    (_, pattern: string) => JSON.stringify(pattern.replace(/\$\{([^}]+)\}/g, (__, name: string) => values[name] ?? `unknown ${name}`)),
  );
  expect(statements).not.toContain('unknown');
  return JSON.parse(statements) as Statements;
}

const stack = (name: string) => `arn:aws:cloudformation:eu-central-1:999900001111:stack/${name}/1`;
const may = (role: string, action: string, resource: string): boolean =>
  allowedByEither({ principal: ROLE, action, resource }, identityPolicy(ROLE, policyOf(template, role)));

describe('the bootstrap template', () => {
  test('is what the script makes of the template of CDK that is installed; after an update of it: npx tsx bootstrap/toolkit-template.ts', () => {
    expect(template).toEqual(JSON.parse(templateText(cdks)));
  });

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

describe('the role that deploys', () => {
  const changes = ['CreateStack', 'UpdateStack', 'CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack', 'UpdateTerminationProtection'].map(
    (action) => `cloudformation:${action}`,
  );

  test.each([...changes, 'cloudformation:RollbackStack', 'cloudformation:ContinueUpdateRollback'])(
    'may %s a stack of this project and no other, whose service role could do anything',
    (action) => {
      expect(may('DeploymentActionRole', action, stack('FaceMatchProxy-prod'))).toBe(true);
      for (const other of ['payroll', 'CDKToolkit-fmproxy', 'CDKToolkit', 'FaceMatchProxyX', 'x-FaceMatchProxy-prod'])
        expect(may('DeploymentActionRole', action, stack(other))).toBe(false);
    },
  );

  test.each([
    ['s3:GetObject', 'arn:aws:s3:::another-account/x'],
    ['s3:PutObject', 'arn:aws:s3:::cdk-fmproxy-assets-999900001111-eu-central-1/x'],
    ['kms:Decrypt', 'arn:aws:kms:eu-central-1:999900001111:key/1'],
    ['cloudformation:CreateStackRefactor', stack('FaceMatchProxy-prod')],
    ['cloudformation:GetTemplate', stack('payroll')],
    ['iam:PassRole', 'arn:aws:iam::999900001111:role/Administrator'],
  ])('may not %s on %s', (action, resource) => expect(may('DeploymentActionRole', action, resource)).toBe(false));

  test('has permissions for the stacks of every stage and of every example that is deployed with this bootstrap', () => {
    const stages = readdirSync(path.join(PROJECT, 'config')).flatMap((file) => /^(?!schema)([\w-]+)\.json$/.exec(file)?.[1] ?? []);
    expect(read('bin/app.ts')).toContain(`\`${STACKS}\${stage}\``);
    const examples = ['custom-domain-in-the-eu/bank.ts', 'existing-pool-and-bucket/bin/app.ts'].map(
      (file) => /new FaceMatchProxyStack\(app, '([\w-]+)'/.exec(read(`examples/${file}`))?.[1] ?? '',
    );
    const names = [...stages.map((stage) => `${STACKS}${stage}`), ...examples];
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !may('DeploymentActionRole', 'cloudformation:ExecuteChangeSet', stack(name)))).toEqual([]);
  });
});

test('the role that looks up reads this project’s stacks and the bootstrap’s version, and no table, log, bucket or other stack', () => {
  const version = 'arn:aws:ssm:eu-central-1:999900001111:parameter/cdk-bootstrap/fmproxy/version';
  expect(may('LookupRole', 'cloudformation:GetTemplate', stack('FaceMatchProxy-prod'))).toBe(true);
  expect(may('LookupRole', 'ssm:GetParameter', version)).toBe(true);
  const others: [string, string][] = [
    ['cloudformation:GetTemplate', stack('payroll')],
    ['cloudformation:UpdateStack', stack('FaceMatchProxy-prod')],
    ['dynamodb:Scan', 'arn:aws:dynamodb:eu-central-1:999900001111:table/FaceMatchProxy-prod-x'],
    ['logs:FilterLogEvents', 'arn:aws:logs:eu-central-1:999900001111:log-group:FaceMatchProxy-prod-x'],
    ['s3:ListBucket', 'arn:aws:s3:::facematchproxy-prod-photos-x'],
    ['kms:Decrypt', 'arn:aws:kms:eu-central-1:999900001111:key/1'],
    ['ssm:GetParameter', 'arn:aws:ssm:eu-central-1:999900001111:parameter/payroll'],
  ];
  for (const [action, resource] of others)
    expect([action, resource, may('LookupRole', action, resource)]).toEqual([action, resource, false]);
});
