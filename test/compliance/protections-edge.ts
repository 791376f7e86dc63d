import { every, first, type Protection } from '../support/compliance-protection';

const STAGE = 'AWS::ApiGateway::Stage';
const ACL = 'AWS::WAFv2::WebACL';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';

interface Rule {
  readonly Name: string;
  readonly Action?: unknown;
  readonly OverrideAction?: { readonly None?: unknown };
}

/** What stands before the API and what is seen of it: firewall, its log, execution log, traces. */
export const EDGE_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'no caller is spoken to in a TLS older than 1.2 or without forward secrecy',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(
        stage,
        ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName'],
        ({ Properties }) =>
          /^SecurityPolicy_TLS13_1_(?:3|2_PFS)_/.test(Properties.SecurityPolicy ?? '') && Properties.EndpointAccessMode === 'STRICT',
      ),
    remove: (stage) => {
      delete first(stage, 'AWS::ApiGateway::RestApi').Properties.SecurityPolicy;
    },
  },
  {
    promise: 'a firewall stands before the API',
    controls: ['Security Hub APIGateway.4', 'Security Hub WAF.10', 'OWASP API4', 'nag AwsSolutions-APIG3'],
    holds: (stage) =>
      every(stage, [ACL], ({ Properties }) => Properties.Rules.length > 0) && stage.of('AWS::WAFv2::WebACLAssociation').length > 0,
    remove: (stage) => {
      const [id = ''] = stage.of('AWS::WAFv2::WebACLAssociation')[0] ?? [];
      delete stage.template.Resources[id];
    },
  },
  {
    promise: 'the firewall blocks one address that floods the API, and no group of its rules only counts',
    controls: ['OWASP API4'],
    holds: (stage) =>
      every(stage, [ACL], ({ Properties }) =>
        Properties.Rules.every(
          ({ Action, OverrideAction }: Rule) => OverrideAction?.None !== undefined || JSON.stringify(Action) === '{"Block":{}}',
        ),
      ) && first(stage, ACL).Properties.Rules.some(({ Name }: Rule) => Name === 'RequestsPerAddress'),
    remove: (stage) => {
      const rule = first(stage, ACL).Properties.Rules.find(({ Name }: Rule) => Name === 'RequestsPerAddress');
      rule.Action = { Count: {} };
    },
  },
  {
    promise: 'what the firewall decides is logged and counted',
    controls: ['Security Hub WAF.11', 'Security Hub WAF.12', 'nag NIST.800.53.R5-WAFv2LoggingEnabled'],
    holds: (stage) =>
      every(stage, [LOGGING], ({ Properties }) => Properties.LogDestinationConfigs.length === 1) &&
      every(stage, [ACL], ({ Properties }) =>
        [Properties, ...Properties.Rules].every(({ VisibilityConfig }) => VisibilityConfig.CloudWatchMetricsEnabled),
      ),
    remove: (stage) => {
      const [id = ''] = stage.of(LOGGING)[0] ?? [];
      delete stage.template.Resources[id];
    },
  },
  {
    promise: 'no token is in the log of the firewall',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(stage, [LOGGING], ({ Properties }) => JSON.stringify(Properties.RedactedFields ?? []).includes('"authorization"')),
    remove: (stage) => {
      delete first(stage, LOGGING).Properties.RedactedFields;
    },
  },
  {
    promise: 'the firewall shows no sample of a request',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(stage, [ACL], ({ Properties }) =>
        [Properties, ...Properties.Rules].every(({ VisibilityConfig }) => VisibilityConfig.SampledRequestsEnabled === false),
      ),
    remove: (stage) => {
      first(stage, ACL).Properties.VisibilityConfig.SampledRequestsEnabled = true;
    },
  },
  {
    promise: 'API Gateway writes down why a request failed, in a group of the stack that is there before',
    controls: ['Security Hub APIGateway.1', 'nag AwsSolutions-APIG6'],
    holds: (stage) => {
      const groups = stage
        .of('AWS::Logs::LogGroup')
        .map(([id]) => id)
        .filter((id) => id.includes('ExecutionLog'));
      return every(
        stage,
        [STAGE],
        ({ Properties, DependsOn = [] }) =>
          Properties.MethodSettings.every(({ LoggingLevel }: { LoggingLevel?: string }) => LoggingLevel === 'ERROR') &&
          [DependsOn].flat().some((id) => groups.includes(id)),
      );
    },
    remove: (stage) => {
      delete first(stage, STAGE).Properties.MethodSettings[0].LoggingLevel;
    },
  },
  {
    promise: 'requests are traced through the API and the function',
    controls: ['Security Hub APIGateway.3', 'Security Hub Lambda.7', 'nag Serverless-LambdaTracing'],
    holds: (stage) =>
      every(stage, [STAGE], ({ Properties }) => Properties.TracingEnabled === true) &&
      every(stage, ['AWS::Lambda::Function'], ({ Properties }) => Properties.TracingConfig?.Mode === 'Active'),
    remove: (stage) => {
      delete first(stage, 'AWS::Lambda::Function').Properties.TracingConfig;
    },
  },
  {
    promise: 'the policy of a bucket stays until the bucket goes',
    controls: ['OWASP API8'],
    holds: (stage) => every(stage, ['AWS::S3::BucketPolicy'], ({ DeletionPolicy }) => /^Retain/.test(DeletionPolicy ?? '')),
    remove: (stage) => {
      delete (first(stage, 'AWS::S3::BucketPolicy', /Faces/) as { DeletionPolicy?: string }).DeletionPolicy;
    },
  },
];
