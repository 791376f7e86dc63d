import type { toolkitTemplate } from '../../bootstrap/toolkit-template';
import { read } from '../docs/documents';
import type { identityPolicy } from './stack-policies';

type Statements = Parameters<typeof identityPolicy>[1];
type Template = ReturnType<typeof toolkitTemplate>;

const role = (name: string) => `arn:aws:iam::999900001111:role/cdk-fmproxy-${name}-role-999900001111-eu-central-1`;

/** The role with which CloudFormation deploys, the one with which CDK's command line starts it, and the one with which it looks up. */
export const EXECUTION_ROLE = role('cfn-exec');
export const DEPLOY_ROLE = role('deploy');
export const LOOKUP_ROLE = role('lookup');

/** The statements of a policy in bootstrap/. */
export function bootstrapPolicy(file: string): Statements {
  const text = read(`bootstrap/${file}`).replaceAll(`${'$'}{aws:PrincipalAccount}`, '999900001111');
  return (JSON.parse(text) as { Statement: Statements }).Statement;
}

/** What a deployment may do. @param demanded whether each role must have the boundary, as bootstrap.sh makes it by default */
export function executionPolicy(demanded: boolean): Statements {
  return [
    ...['api', 'data', 'watch'].flatMap((part) => bootstrapPolicy(`execution-policy-${part}.json`)),
    ...(demanded ? bootstrapPolicy('boundary-required.json') : []),
  ];
}

/** The bootstrap's own template. */
export function toolkit(): Template {
  return JSON.parse(read('bootstrap/toolkit-template.json')) as Template;
}

/** What a role of a bootstrap may do by its own policies, with this project's qualifier in an account. */
export function toolkitPolicy(of: Template, name: string): Statements {
  const { ManagedPolicyArns, Policies } = (of.Resources[name]?.Properties ?? {}) as {
    ManagedPolicyArns?: unknown;
    Policies: { PolicyDocument: { Statement: Statements } }[];
  };
  if (ManagedPolicyArns !== undefined) throw new Error(`${name} has policies that are not in the template`);
  const values: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-central-1',
    'AWS::AccountId': '999900001111',
    CdkBootstrapVersion: '/cdk-bootstrap/fmproxy/version',
    'StagingBucket.Arn': 'arn:aws:s3:::cdk-fmproxy-assets-999900001111-eu-central-1',
    'CloudFormationExecutionRole.Arn': EXECUTION_ROLE,
  };
  const statements = JSON.stringify(Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).replace(
    /\{"Fn::Sub":"([^"]+)"\}/g,
    (_, pattern: string) =>
      JSON.stringify(
        pattern.replace(/\$\{([^}]+)\}/g, (__, member: string) => {
          const value = values[member];
          if (value === undefined) throw new Error(`${name}: ${member} has no value here`);
          return value;
        }),
      ),
  );
  return JSON.parse(statements) as Statements;
}
