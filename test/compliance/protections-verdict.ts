import { Access, type VerdictAccess } from '../support/compliance-access';
import { dropStatement, every, first, type Protection, statement } from '../support/compliance-protection';
import { ADMINISTRATOR, ROOT } from '../support/stack-policies';
import type { Resource, Synthesized } from '../support/template';

const POLICY = 'AWS::IAM::ManagedPolicy';
const TABLE = 'AWS::DynamoDB::Table';
const SECRET = 'AWS::SecretsManager::Secret';
const API = 'AWS::ApiGateway::RestApi';
const [STARTS, DECIDES, OURS] = [/^ProxyFunction/, /^ProxyVerdictsFunction/, /^ProxyVerdicts/];
const ANYTHING = [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const;

/** Whether a call on a part of the verdict goes through. */
function may(
  stage: Synthesized,
  who: (access: Access, verdict: VerdictAccess) => string,
  action: string,
  on: (verdict: VerdictAccess, access: Access) => string,
  ...given: [context?: Readonly<Record<string, string>>, own?: Parameters<Access['may']>[4]]
): boolean {
  const access = new Access(stage);
  const { verdict } = access;
  if (verdict === undefined) throw new Error('no one asks for verdicts');
  return access.may(who(access, verdict), action, on(verdict, access), ...given);
}

const starts = ({ function: role }: Access): string => role;
const decides = (_: Access, { function: role }: VerdictAccess): string => role;
const table = (verdict: VerdictAccess): string => verdict.table;

function ofVerdicts(stage: Synthesized, type: string, holds: (properties: Resource['Properties']) => boolean): boolean {
  const found = stage.of(type).filter(([id]) => OURS.test(id));
  return found.length > 0 && found.every(([, { Properties }]) => holds(Properties));
}

/** What keeps a verdict from those whom it is not for, and a record from those who do not decide. */
export const VERDICT_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'no role asks for a verdict but those that the settings name, whatever its own policies allow',
    holds: (stage) =>
      [ADMINISTRATOR, ROOT].every(
        (who) =>
          !may(
            stage,
            () => who,
            'execute-api:Invoke',
            ({ question }) => question,
          ),
      ),
    remove: (stage) => {
      const { Policy } = first(stage, API, OURS).Properties;
      Policy.Statement = Policy.Statement.filter(({ Sid }: { Sid: string }) => Sid !== 'OthersDoNot');
    },
  },
  {
    promise: 'a question is signed with a role of IAM',
    controls: ['Security Hub APIGateway.8'],
    holds: (stage) => ofVerdicts(stage, 'AWS::ApiGateway::Method', ({ AuthorizationType }) => AuthorizationType === 'AWS_IAM'),
    remove: (stage) => {
      first(stage, 'AWS::ApiGateway::Method', OURS).Properties.AuthorizationType = 'NONE';
    },
  },
  {
    promise: 'a page in a browser gets no leave to ask',
    holds: (stage) => ofVerdicts(stage, 'AWS::ApiGateway::Method', ({ HttpMethod }) => HttpMethod === 'POST'),
    remove: (stage) => {
      stage.template.Resources.ProxyVerdictsOptions = { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod: 'OPTIONS' } };
    },
  },
  {
    promise: 'what is no question ends at the gateway, with any content type',
    holds: (stage) =>
      ofVerdicts(
        stage,
        'AWS::ApiGateway::Method',
        ({ RequestModels, RequestValidatorId }) => RequestModels?.$default?.Ref !== undefined && RequestValidatorId?.Ref !== undefined,
      ),
    remove: (stage) => {
      delete first(stage, 'AWS::ApiGateway::Method', OURS).Properties.RequestValidatorId;
    },
  },
  {
    promise: 'questions are throttled',
    controls: ['OWASP API4'],
    holds: (stage) =>
      ofVerdicts(stage, 'AWS::ApiGateway::Stage', ({ MethodSettings }) =>
        MethodSettings.some(({ ThrottlingRateLimit = 10_000 }: { ThrottlingRateLimit?: number }) => ThrottlingRateLimit <= 100),
      ),
    remove: (stage) => {
      delete first(stage, 'AWS::ApiGateway::Stage', OURS).Properties.MethodSettings[0].ThrottlingRateLimit;
    },
  },
  {
    promise: 'the access log says which role asked',
    holds: (stage) =>
      ofVerdicts(
        stage,
        'AWS::ApiGateway::Stage',
        ({ AccessLogSetting: log }) => log?.DestinationArn !== undefined && JSON.parse(log.Format).userArn === '$context.identity.userArn',
      ),
    remove: (stage) => {
      const { AccessLogSetting } = first(stage, 'AWS::ApiGateway::Stage', OURS).Properties;
      AccessLogSetting.Format = AccessLogSetting.Format.replace(/,"userArn":"[^"]*"/, '');
    },
  },
  {
    promise: 'no one but the two functions reads, writes or takes along a record, an administrator neither',
    holds: (stage) =>
      ['GetItem', 'Scan', 'UpdateItem', 'PutItem', 'DeleteItem', 'PartiQLUpdate', 'ExportTableToPointInTime', 'CreateBackup'].every(
        (name) => !may(stage, () => ADMINISTRATOR, `dynamodb:${name}`, table),
      ),
    remove: (stage) => {
      delete first(stage, TABLE, OURS).Properties.ResourcePolicy;
    },
  },
  {
    promise: 'a role that was made again under the name of a function’s decides nothing',
    holds: (stage) =>
      [starts, decides].every((who) => !may(stage, who, 'dynamodb:UpdateItem', table, { 'aws:userId': 'AROAREMADE:session' }, ANYTHING)),
    remove: (stage) => {
      const [denial] = first(stage, TABLE, OURS).Properties.ResourcePolicy.PolicyDocument.Statement;
      const roles = stage.of('AWS::IAM::Role').filter(([id]) => /FunctionRole/.test(id));
      denial.Condition = { ArnNotEquals: { 'aws:PrincipalArn': roles.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })) } };
    },
  },
  {
    promise: 'the role of the function that answers decides nothing, and reads no key, in another function',
    holds: (stage) => {
      const another = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:999900001111:function:another' };
      const reads = may(stage, decides, 'secretsmanager:GetSecretValue', ({ secret }) => secret, another);
      return !reads && !may(stage, decides, 'dynamodb:UpdateItem', table, another);
    },
    remove: (stage) => dropStatement(stage, POLICY, 'OnlyFromThisFunction', DECIDES),
  },
  {
    promise: 'the function that answers makes no record, deletes none and cannot list them',
    holds: (stage) =>
      ['PutItem', 'DeleteItem', 'Scan', 'Query', 'BatchWriteItem'].every((name) => !may(stage, decides, `dynamodb:${name}`, table)),
    remove: (stage) => {
      statement(stage, POLICY, 'DecideTransactions', DECIDES).Action = ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'];
    },
  },
  {
    promise: 'the function that starts decides nothing and deletes no record',
    holds: (stage) => ['UpdateItem', 'DeleteItem', 'BatchWriteItem'].every((name) => !may(stage, starts, `dynamodb:${name}`, table)),
    remove: (stage) => {
      statement(stage, POLICY, 'RecordStarts', STARTS).Action = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    },
  },
  {
    promise: 'the function that answers has no right on a photo or its key',
    holds: (stage) =>
      every(
        stage,
        [POLICY],
        ({ Properties }, id) => !DECIDES.test(id) || !/"s3:Get|FacesPhotos/.test(JSON.stringify(Properties.PolicyDocument)),
      ),
    remove: (stage) => {
      Object.assign(statement(stage, POLICY, 'DecideTransactions', DECIDES), { Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' });
    },
  },
  {
    promise: 'the function that answers reads the key that reads, and not the one that starts',
    controls: ['OWASP API8'],
    holds: (stage) => !may(stage, decides, 'secretsmanager:GetSecretValue', (_, { secret }) => secret),
    remove: (stage) => {
      statement(stage, POLICY, 'ReadCredentials', DECIDES).Resource = '*';
    },
  },
  {
    promise: 'the function that starts does not read the key that reads',
    controls: ['OWASP API8'],
    holds: (stage) => !may(stage, starts, 'secretsmanager:GetSecretValue', ({ secret }) => secret),
    remove: (stage) => {
      statement(stage, POLICY, 'ReadCredentials', STARTS).Resource = '*';
    },
  },
  {
    promise: 'the function that answers is invoked by its method alone',
    controls: ['Security Hub Lambda.1'],
    holds: (stage) =>
      ofVerdicts(stage, 'AWS::Lambda::Permission', ({ SourceArn }) => /\/POST\/verdicts"/.test(JSON.stringify(SourceArn ?? ''))),
    remove: (stage) => {
      delete first(stage, 'AWS::Lambda::Permission', OURS).Properties.SourceArn;
    },
  },
  {
    promise: 'the records cannot be deleted by mistake',
    controls: ['Security Hub DynamoDB.6'],
    holds: (stage) => ofVerdicts(stage, TABLE, ({ DeletionProtectionEnabled }) => DeletionProtectionEnabled === true),
    remove: (stage) => {
      first(stage, TABLE, OURS).Properties.DeletionProtectionEnabled = false;
    },
  },
  {
    promise: 'the records are encrypted with the service key',
    holds: (stage) => ofVerdicts(stage, TABLE, ({ SSESpecification }) => JSON.stringify(SSESpecification ?? '').includes('ServiceKey')),
    remove: (stage) => {
      delete first(stage, TABLE, OURS).Properties.SSESpecification;
    },
  },
  {
    promise: 'each record ends by itself',
    holds: (stage) =>
      ofVerdicts(stage, TABLE, ({ TimeToLiveSpecification: end }) => end?.Enabled === true && end.AttributeName === 'expires'),
    remove: (stage) => {
      delete first(stage, TABLE, OURS).Properties.TimeToLiveSpecification;
    },
  },
  {
    promise: 'no older state of a record can come back, to be told yes once more',
    holds: (stage) => ofVerdicts(stage, TABLE, (of) => of.PointInTimeRecoverySpecification === undefined),
    remove: (stage) => {
      first(stage, TABLE, OURS).Properties.PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    },
  },
  {
    promise: 'the key that reads is encrypted with the service key, and the template holds no value of it',
    controls: ['OWASP API8'],
    holds: (stage) =>
      ofVerdicts(
        stage,
        SECRET,
        ({ KmsKeyId, SecretString, GenerateSecretString }) =>
          JSON.stringify(KmsKeyId ?? '').includes('ServiceKey') && SecretString === undefined && GenerateSecretString === undefined,
      ),
    remove: (stage) => {
      delete first(stage, SECRET, OURS).Properties.KmsKeyId;
    },
  },
];
