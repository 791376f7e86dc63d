import { VARIABLES } from '../../contract/environment';
import { apiArn, apiStatements } from './api-policies';
import { permissionStatements } from './lambda-permissions';
import { physical } from './physical-names';
import { allowedByEither, allowedByKey, type Call, concrete, identityPolicy, madeBy, ROOT, statementsOf } from './stack-policies';
import type { Synthesized } from './template';

type Statements = ReturnType<typeof statementsOf>;

/** What an identity's own policies say. */
export type Own = Parameters<typeof identityPolicy>[1];

/** Somebody of another account, whose own policy allows everything, and who has no other right. */
export const STRANGER = 'arn:aws:iam::123456789012:role/Stranger';

/** What AWS puts into the policy of a key that is made without one: the account's IAM decides everything. */
const DEFAULT_KEY_POLICY: Statements = [{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' }];

/** Logical ids of what starts transactions, and of what answers for them. */
const [FIRST, SECOND] = [/^Proxy(?!Verdicts)/, /^ProxyVerdicts/];

/** What a request to S3 of a decent client carries. */
const TLS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

const ACCOUNT = '999900001111';

/** What a verdict is made of. */
export interface VerdictAccess {
  /** ARN of the function's role. */
  readonly function: string;
  /** What AWS adds to each call of the function. */
  readonly inFunction: Readonly<Record<string, string>>;
  /** ARN of the table of transactions. */
  readonly table: string;
  /** ARN of the secret of the key that reads. */
  readonly secret: string;
  /** ARN of the method that is asked. */
  readonly question: string;
}

/** Who may do what in a synthesized stage, by all its policies together: identities', the bucket's, the keys', the table's and the API's. */
export class Access {
  /** ARN of the function's role. */
  readonly function: string;
  /** What AWS adds to each call of the function. */
  readonly inFunction: Readonly<Record<string, string>>;
  /** ARN of the secret. */
  readonly secret: string;
  /** ARNs of the photos' bucket and key; of a bucket and a key that exist already, those of the settings. */
  readonly bucket: string;
  readonly photoKey: string;
  readonly serviceKey: string;
  /** ARN of the bucket of the trail's files; empty where there is none. */
  readonly record: string;

  /** ARN of the topic of the alarms; empty where there is none. */
  readonly topic: string;

  /** Undefined where no one asks for verdicts. */
  readonly verdict: VerdictAccess | undefined;

  private readonly identities: Statements;

  constructor(private readonly stage: Synthesized) {
    const lambda = stage.one('AWS::Lambda::Function', FIRST);
    this.function = this.arn(lambda.Role);
    this.inFunction = madeBy(this.arn({ 'Fn::GetAtt': [this.idOf('AWS::Lambda::Function', FIRST), 'Arn'] }), this.function);
    this.secret = this.arn({ Ref: this.idOf('AWS::SecretsManager::Secret', FIRST) });
    this.verdict = this.verdictAccess();
    this.serviceKey = this.arn({ 'Fn::GetAtt': [this.idOf('AWS::KMS::Key', /ServiceKey/), 'Arn'] });
    const record = this.idOf('AWS::S3::Bucket', /AuditTrailFiles/);
    this.record = record === '' ? '' : this.arn({ 'Fn::GetAtt': [record, 'Arn'] });
    const topic = this.idOf('AWS::SNS::Topic');
    this.topic = topic === '' ? '' : this.arn({ Ref: topic });
    const own = stage.of('AWS::S3::Bucket').find(([id]) => /FacesPhotos/.test(id));
    this.bucket =
      own === undefined ? `arn:aws:s3:::${lambda.Environment.Variables[VARIABLES.bucket]}` : this.arn({ 'Fn::GetAtt': [own[0], 'Arn'] });
    const key = stage.of('AWS::KMS::Key').find(([id]) => /FacesPhotos/.test(id));
    this.photoKey = key === undefined ? this.importedKey() : this.arn({ 'Fn::GetAtt': [key[0], 'Arn'] });
    this.identities = this.identityStatements();
  }

  /**
   * Whether AWS lets a call through.
   * @param own what the caller's own policies say. @default - of a role of the stage its policies, of anybody else of the account that everything is allowed
   */
  may(principal: string, action: string, resource: string, context: Call['context'] = {}, own?: Own): boolean {
    const called: Call = { principal, action, resource, context: { ...this.sentWith(principal, action), ...context } };
    const attached = action.startsWith('kms:') ? this.keyPolicy(resource) : this.resourcePolicies(action, resource);
    const identity = own === undefined ? this.identitiesOf(principal) : identityPolicy(principal, own);
    const [call, theirs, its] = own === undefined ? [called, attached, identity] : physical([called, attached, identity], this.stage);
    if (action.startsWith('kms:')) return allowedByKey(call, theirs, its);
    // From another account both must let it through. Operators of the example settings stand for roles of this one.
    if (action.startsWith('execute-api:') && isForeign(principal))
      return allowedByEither(call, theirs) && (own === undefined || allowedByEither(call, its));
    // A role's trust names who takes it on; that an identity may do everything is not enough.
    return action === 'sts:AssumeRole' && theirs.length > 0 ? allowedByEither(call, theirs) : allowedByEither(call, theirs, its);
  }

  /** What a decent client and AWS add to a call. */
  sentWith(principal: string, action: string): Readonly<Record<string, string>> {
    const made = [this, this.verdict].find((each) => each?.function === principal);
    return { ...(action.startsWith('s3:') ? TLS : {}), ...made?.inFunction };
  }

  /** The operators that the photos' policies name for a job, by the action that shows it. */
  operators(action: string): string[] {
    return statementsOf(this.stage, 'AWS::S3::BucketPolicy', 'PolicyDocument')
      .filter((statement) => statement.Effect === 'Allow' && [statement.Action].flat().includes(action))
      .flatMap(({ Principal }) => Object.values(Principal as Record<string, string | string[]>).flat())
      .filter((principal) => principal.startsWith('arn:'));
  }

  /** Statements of the identities that the stage makes, each with its principal. */
  identityStatements(): Statements {
    return this.stage
      .of('AWS::IAM::ManagedPolicy')
      .flatMap(([, { Properties }]) =>
        (Properties.Roles as { Ref: string }[]).flatMap((role) =>
          identityPolicy(
            this.arn({ 'Fn::GetAtt': [role.Ref, 'Arn'] }),
            concrete(Properties.PolicyDocument.Statement, this.stage.resources) as Statements,
          ),
        ),
      );
  }

  /** A stranger's own policy cannot give what is another's, and a service has none. A role that the stage makes has its policies; everybody else is taken to have every right. */
  private identitiesOf(principal: string): Statements {
    if (principal === STRANGER || !principal.startsWith('arn:')) return [];
    const isOurs = this.identities.some(({ Principal }) => (Principal as { AWS?: string }).AWS === principal);
    return isOurs ? this.identities : identityPolicy(principal, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  }

  private keyPolicy(key: string): Statements {
    const id = key.split('/')[1] ?? '';
    if (this.stage.resources[id] === undefined) return DEFAULT_KEY_POLICY;
    return statementsOf(this.stage, 'AWS::KMS::Key', 'KeyPolicy', new RegExp(`^${id}$`));
  }

  private resourcePolicies(action: string, resource: string): Statements {
    if (action.startsWith('s3:')) return statementsOf(this.stage, 'AWS::S3::BucketPolicy', 'PolicyDocument');
    if (action.startsWith('dynamodb:')) return this.tablePolicy(resource);
    if (action.startsWith('execute-api:')) return apiStatements(this.stage);
    if (action.startsWith('sns:')) return statementsOf(this.stage, 'AWS::SNS::TopicPolicy', 'PolicyDocument');
    if (action === 'lambda:InvokeFunction') return permissionStatements(this.stage);
    if (action !== 'sts:AssumeRole') return [];
    // The trust of one role, which names no resource.
    const [id] = this.stage.of('AWS::IAM::Role').find(([each]) => resource.endsWith(`/${each}`)) ?? ['-'];
    return statementsOf(this.stage, 'AWS::IAM::Role', 'AssumeRolePolicyDocument', new RegExp(`^${id}$`)).map((each) => ({
      ...each,
      Resource: '*',
    }));
  }

  private tablePolicy(table: string): Statements {
    const { ResourcePolicy } = this.stage.resources[table.split('/')[1] ?? '']?.Properties ?? {};
    return concrete(ResourcePolicy?.PolicyDocument.Statement ?? [], this.stage.resources) as Statements;
  }

  private verdictAccess(): VerdictAccess | undefined {
    const [id, lambda] = this.stage.of('AWS::Lambda::Function').find(([each]) => SECOND.test(each)) ?? [];
    if (id === undefined || lambda === undefined) return undefined;
    const role = this.arn(lambda.Properties.Role);
    return {
      function: role,
      inFunction: madeBy(this.arn({ 'Fn::GetAtt': [id, 'Arn'] }), role),
      table: this.arn({ 'Fn::GetAtt': [this.idOf('AWS::DynamoDB::Table', SECOND), 'Arn'] }),
      secret: this.arn({ Ref: this.idOf('AWS::SecretsManager::Secret', SECOND) }),
      question: `${apiArn(this.idOf('AWS::ApiGateway::RestApi', SECOND))}/live/POST/verdicts`,
    };
  }

  private idOf(type: string, id = /./): string {
    return this.stage.of(type).find(([logicalId]) => id.test(logicalId))?.[0] ?? '';
  }

  private arn(reference: unknown): string {
    return String(concrete(reference, this.stage.resources));
  }

  private importedKey(): string {
    const statements = statementsOf(this.stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Function/);
    return String(
      statements.find(({ Action, Condition }) => Action === 'kms:Decrypt' && JSON.stringify(Condition).includes(':s3:'))?.Resource,
    );
  }
}

function isForeign(principal: string): boolean {
  return principal.startsWith('arn:') && principal.split(':')[4] !== ACCOUNT;
}
