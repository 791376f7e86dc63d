import { Access } from '../support/compliance-access';
import { dropStatement, every, first, type Protection, statement } from '../support/compliance-protection';
import { concrete } from '../support/stack-policies';

const POLICY = 'AWS::IAM::ManagedPolicy';
const VIA_SECRETS = { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };
const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };

/** What a stolen role, or a call from the side, could do. */
export const FUNCTION_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'the function is invoked by the routes of this API alone, and not by the console’s test button',
    controls: ['Security Hub Lambda.1'],
    holds: (stage) =>
      every(stage, ['AWS::Lambda::Permission'], ({ Properties: { Principal, SourceArn } }) => {
        const source = String(concrete(SourceArn ?? '*', stage.resources));
        const isRoute =
          /\/(?:GET|POST)\/[^*]*(?:transaction|\*\/info|\*\/cancel|verdicts)$/.test(source) && !source.includes('test-invoke-stage');
        return Principal === 'apigateway.amazonaws.com' && isRoute;
      }),
    remove: (stage) => {
      delete first(stage, 'AWS::Lambda::Permission').Properties.SourceArn;
    },
  },
  {
    promise: 'the function has no separate address',
    controls: ['Security Hub Lambda.1'],
    holds: (stage) => stage.of('AWS::Lambda::Url').length === 0,
    remove: (stage) => {
      stage.template.Resources.Url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } };
    },
  },
  {
    promise: 'the function runs on a runtime that AWS supports',
    controls: ['Security Hub Lambda.2'],
    holds: (stage) =>
      every(stage, ['AWS::Lambda::Function'], ({ Properties }) => ['nodejs22.x', 'nodejs24.x'].includes(Properties.Runtime)),
    remove: (stage) => {
      first(stage, 'AWS::Lambda::Function').Properties.Runtime = 'nodejs20.x';
    },
  },
  {
    promise: 'the function ends before the gateway gives up',
    controls: ['OWASP API4', 'nag Serverless-LambdaDefaultTimeout'],
    holds: (stage) => every(stage, ['AWS::Lambda::Function'], ({ Properties }) => Properties.Timeout <= 29),
    remove: (stage) => {
      first(stage, 'AWS::Lambda::Function').Properties.Timeout = 900;
    },
  },
  {
    promise: 'no role has a policy that is written into it or that AWS may change',
    controls: ['nag AwsSolutions-IAM4', 'nag IAMNoInlinePolicy'],
    holds: (stage) =>
      every(stage, ['AWS::IAM::Role'], ({ Properties }) => Properties.Policies === undefined && Properties.ManagedPolicyArns === undefined),
    remove: (stage) => {
      first(stage, 'AWS::IAM::Role').Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];
    },
  },
  {
    promise: 'no policy allows an action by wildcard',
    controls: ['nag AwsSolutions-IAM5'],
    holds: (stage) =>
      every(stage, [POLICY], ({ Properties }) =>
        Properties.PolicyDocument.Statement.every(
          ({ Effect, Action }: { Effect: string; Action: string | string[] }) =>
            Effect === 'Deny' || ![Action].flat().some((action) => action.includes('*')),
        ),
      ),
    remove: (stage) => {
      statement(stage, POLICY, 'ReadPhotos').Action = 's3:GetObject*';
    },
  },
  {
    promise: 'the function reads no object outside the prefixes of the kinds',
    controls: ['OWASP API1'],
    holds: (stage) => {
      const access = new Access(stage);
      return !access.may(access.function, 's3:GetObject', `${access.bucket}/beside/alice`);
    },
    remove: (stage) => {
      const { Resource } = statement(stage, POLICY, 'ReadPhotos') as { Resource: { 'Fn::Join': [string, unknown[]] } };
      Resource['Fn::Join'][1].splice(-1, 1, '/*');
    },
  },
  {
    promise: 'the function cannot list who is on record',
    controls: ['OWASP API1'],
    holds: (stage) => {
      const access = new Access(stage);
      return !['s3:ListBucket', 's3:ListBucketVersions'].some((action) => access.may(access.function, action, access.bucket));
    },
    remove: (stage) => {
      const read = statement(stage, POLICY, 'ReadPhotos');
      Object.assign(read, { Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' });
    },
  },
  {
    promise: 'the function writes and erases no photo',
    controls: ['OWASP API5'],
    holds: (stage) => {
      const access = new Access(stage);
      const policies = JSON.stringify(access.identityStatements());
      return !/s3:(?:Put|Delete)/.test(policies) && !access.may(access.function, 's3:PutObject', `${access.bucket}/faces/alice`);
    },
    remove: (stage) => {
      statement(stage, POLICY, 'ReadPhotos').Action = ['s3:GetObject', 's3:PutObject'];
    },
  },
  {
    promise: 'the function decrypts photos through S3 and in the context of this bucket alone',
    controls: ['Security Hub KMS.1'],
    holds: (stage) => {
      const { function: role, photoKey } = new Access(stage);
      const context = { ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::another' };
      return [{}, context].every((given) => !new Access(stage).may(role, 'kms:Decrypt', photoKey, given));
    },
    remove: (stage) => {
      delete statement(stage, POLICY, 'DecryptPhotos').Condition?.StringEquals?.['kms:EncryptionContext:aws:s3:arn'];
    },
  },
  {
    promise: 'the function decrypts the one secret and nothing else under its key',
    controls: ['Security Hub KMS.1'],
    holds: (stage) => {
      const { function: role, serviceKey, secret } = new Access(stage);
      const context = { ...VIA_SECRETS, 'kms:EncryptionContext:SecretARN': `${secret}2` };
      return !new Access(stage).may(role, 'kms:Decrypt', serviceKey, context);
    },
    remove: (stage) => {
      delete statement(stage, POLICY, 'DecryptCredentials').Condition?.StringEquals?.['kms:EncryptionContext:SecretARN'];
    },
  },
  {
    promise: 'the function reads one secret',
    controls: ['OWASP API8'],
    holds: (stage) => {
      const access = new Access(stage);
      return !access.may(access.function, 'secretsmanager:GetSecretValue', `${access.secret}2`);
    },
    remove: (stage) => {
      statement(stage, POLICY, 'ReadCredentials').Resource = '*';
    },
  },
  {
    promise: 'the function makes no log group, which would be unencrypted and without end',
    controls: ['nag CloudWatchLogGroupEncrypted'],
    holds: (stage) => {
      const access = new Access(stage);
      return access.identityStatements().length > 0 && !access.may(access.function, 'logs:CreateLogGroup', '*');
    },
    remove: (stage) => {
      Object.assign(statement(stage, POLICY, 'WriteLog'), {
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      });
    },
  },
  {
    promise: 'a key policy lets the function decrypt photos only through S3, even against its own policy',
    controls: ['Security Hub KMS.1'],
    holds: (stage) => {
      const lax = { ...statement(stage, 'AWS::KMS::Key', 'FunctionReadsPhotos') };
      return lax.Condition?.StringEquals?.['kms:ViaService'] !== undefined && lax.Condition?.ArnEquals?.['aws:PrincipalArn'] !== undefined;
    },
    remove: (stage) => {
      dropStatement(stage, 'AWS::KMS::Key', 'FunctionReadsPhotos');
      const [policy] = stage.of('AWS::KMS::Key').filter(([id]) => /FacesPhotos/.test(id));
      policy?.[1].Properties.KeyPolicy.Statement.push({
        Sid: 'FunctionReadsPhotos',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: '*',
      });
    },
  },
];
